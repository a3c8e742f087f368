// SPDX-License-Identifier: Apache-2.0

/** Real clusters of the engines' own processes on this machine, as engines like any other. */
package dev.sluice.lab.cluster;
