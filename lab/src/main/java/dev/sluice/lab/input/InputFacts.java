// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.time.Instant;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The facts that were collected while an input was read; for reports.
 *
 * @param source the file's name, {@code standard input}, or {@code generator}
 * @param format {@code traffic}, {@code ndjson}, {@code access log} or {@code user agents}
 * @param seed the generator's, or empty
 * @param partitions how many the records are spread over
 * @param records how many records there were
 * @param events how many of them could be read as events
 * @param behind how many events were behind the greatest event time so far; events ahead of their
 *     own record timestamp, by a wrong clock, do not move that greatest time
 * @param maxBehindMicros by how many microseconds they were behind at most
 * @param duplicates how many events have an {@code event_id} that occurred before
 * @param labels records per {@link Label#code}; empty where the input has no labels
 * @param firstEventTime the smallest event time, or null where there are no events
 * @param lastEventTime the greatest that was not ahead of its own record timestamp, or null
 * @param unparsedLines log lines that did not parse, and so became records unchanged
 * @param brokenEnvelopes lines that became records unchanged, though they look like envelopes
 * @param headerLines lines that describe a log's format, and are not records
 * @param blankLines empty lines, which are not records
 * @param trackedHosts the hosts of a log's own site, which a rule must not treat as untracked
 * @param firstLines the first lines of a file that are not empty; none of generated traffic
 */
public record InputFacts(
    String source,
    String format,
    OptionalLong seed,
    int partitions,
    long records,
    long events,
    long behind,
    long maxBehindMicros,
    long duplicates,
    SortedMap<String, Long> labels,
    Instant firstEventTime,
    Instant lastEventTime,
    long unparsedLines,
    long brokenEnvelopes,
    long headerLines,
    long blankLines,
    SortedSet<String> trackedHosts,
    FirstLines firstLines) {

  public InputFacts {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    trackedHosts = Collections.unmodifiableSortedSet(new TreeSet<>(trackedHosts));
  }
}
