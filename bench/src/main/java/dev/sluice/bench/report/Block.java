// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

/** A piece of a chapter. */
public sealed interface Block permits Paragraph, Grid, Chart {}
