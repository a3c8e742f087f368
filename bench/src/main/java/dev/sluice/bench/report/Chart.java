// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

/** A plot, shown only on the HTML page; a {@link Grid} beside it has the same figures. */
public sealed interface Chart extends Block permits BarChart, LineChart, StackChart {}
