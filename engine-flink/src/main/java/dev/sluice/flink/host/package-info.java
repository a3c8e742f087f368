// SPDX-License-Identifier: Apache-2.0
/** Hosts a Flink job inside this JVM, and keeps the files of a run. */
package dev.sluice.flink.host;
