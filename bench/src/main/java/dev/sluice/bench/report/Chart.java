package dev.sluice.bench.report;

/** A plot; it stands in the page alone, and says nothing that no {@link Grid} beside it says. */
public sealed interface Chart extends Block permits BarChart, LineChart, StackChart {}
