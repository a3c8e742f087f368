package dev.sluice.lab.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What was fed to every engine.
 *
 * @param source such as {@code generator}, or a file's name
 * @param events how many records the topic got
 * @param seed of the generator, or null
 * @param outOfOrder how many events lie in the log behind a later one of their partition, or null
 *     where nobody counted
 * @param duplicates how many records repeat an identity, or null where nobody counted
 * @param firstTime the earliest event time, or null where there is none
 * @param lastTime the latest event time, or null where there is none
 * @param remarks on lines that did not become what they look like; empty where all did
 * @param firstLines what the first lines look like, where no record was accepted; else empty, since
 *     a report need not hold data that it does not need
 * @param hint what kind of file those are typical of and what to do, or null
 */
public record InputSummary(
    String source,
    long events,
    Long seed,
    int partitions,
    Long outOfOrder,
    Long duplicates,
    Instant firstTime,
    Instant lastTime,
    List<String> remarks,
    List<String> firstLines,
    String hint) {

  public InputSummary {
    remarks = List.copyOf(remarks);
    firstLines = firstLines.stream().map(Redaction::of).toList();
    hint = Redaction.of(hint);
    source = Redaction.of(Objects.requireNonNull(source, "source"));
  }
}
