// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The input that every engine read.
 *
 * @param source such as {@code generator}, or a file's name
 * @param events how many records the topic got
 * @param seed of the generator, or null
 * @param outOfOrder how many events follow a later event of their partition in the log, or null if
 *     not counted
 * @param duplicates how many records repeat an identity, or null if not counted
 * @param firstTime the earliest event time, or null if there is none
 * @param lastTime the latest event time, or null if there is none
 * @param remarks on lines that could not be read as expected; empty if there are none
 * @param firstLines the first lines if no record was accepted; else empty, since a report should
 *     not contain data that it does not need
 * @param hint what kind of file these lines look like and what to do, or null
 * @param check the command that shows what became of each field, if no record was accepted; else
 *     null
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
    String hint,
    String check) {

  public InputSummary {
    remarks = List.copyOf(remarks);
    firstLines = firstLines.stream().map(Redaction::of).toList();
    hint = Redaction.of(hint);
    check = Redaction.of(check);
    source = Redaction.of(Objects.requireNonNull(source, "source"));
  }
}
