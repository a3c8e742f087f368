// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.lab.report.chart.Summary;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** All measurements, with their summaries; void ones are left out of the summaries. */
record WriterCells(List<WriterCell> all) {

  WriterCells {
    all = List.copyOf(all);
  }

  /** A figure over all rounds; empty if it was never measured. */
  Optional<Summary> figure(String method, int batch, ToDoubleFunction<WriterCell> figure) {
    return summary(of(method, batch).map(figure::applyAsDouble).toList());
  }

  /** A figure divided by another method's in the same round, over all rounds that have both. */
  Optional<Summary> ratio(
      String method, String base, int batch, ToDoubleFunction<WriterCell> figure) {
    return summary(
        of(method, batch)
            .flatMap(
                cell ->
                    of(base, batch)
                        .filter(other -> other.round() == cell.round())
                        .map(other -> figure.applyAsDouble(cell) / figure.applyAsDouble(other)))
            .toList());
  }

  /** A method's rate divided by another's. */
  Optional<Summary> ratio(WriteMethod method, WriteMethod base, int batch) {
    return ratio(method.title(), base.title(), batch, WriterCell::rowsPerSecond);
  }

  /** A figure of the replay divided by that of the first run. */
  Optional<Summary> replay(int batch, ToDoubleFunction<WriterCell> figure) {
    return ratio(WriterCell.REPLAY, WriterCell.FIRST_RUN, batch, figure);
  }

  /** The median of a method's rates. */
  Optional<Double> rate(WriteMethod method, int batch) {
    return figure(method.title(), batch, WriterCell::rowsPerSecond).map(Summary::median);
  }

  /** Of the methods without a ledger, the one with the highest median. */
  Optional<WriteMethod> best(int batch) {
    return WriteMethod.withoutLedger().stream()
        .filter(method -> rate(method, batch).isPresent())
        .max(Comparator.comparingDouble(method -> rate(method, batch).orElseThrow()));
  }

  private static Optional<Summary> summary(List<Double> values) {
    return values.isEmpty() ? Optional.empty() : Optional.of(Summary.of(values));
  }

  private Stream<WriterCell> of(String method, int batch) {
    return all.stream()
        .filter(WriterCell::isValid)
        .filter(cell -> cell.method().equals(method) && cell.batch() == batch);
  }
}
