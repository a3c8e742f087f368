// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import dev.sluice.lab.report.Machine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A bench, or the part of it that is done so far.
 *
 * @param command the command that reproduces it
 * @param startedAt when it was started
 * @param machine where it ran
 * @param versions the versions of everything that took part, by name
 * @param plan the requested settings, by option; values that Jackson can write
 * @param sections all requested sections
 * @param findings the findings of the sections that are done
 */
public record BenchReport(
    String command,
    Instant startedAt,
    Machine machine,
    Map<String, String> versions,
    Map<String, Object> plan,
    List<String> sections,
    List<Findings> findings) {

  private static final double GIBI = 1024.0 * 1024 * 1024;

  public BenchReport {
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    plan = Collections.unmodifiableMap(new LinkedHashMap<>(plan));
    sections = List.copyOf(sections);
    findings = List.copyOf(findings);
  }

  /** The results that do not count, each prefixed by its section's name. */
  public List<String> voids() {
    return findings.stream()
        .flatMap(each -> each.voids().stream().map(text -> each.section() + ": " + text))
        .toList();
  }

  /** Whether all requested sections are done. */
  public boolean isComplete() {
    return findings.size() == sections.size();
  }

  /** The sections that are not done yet. */
  List<String> missing() {
    List<String> done = findings.stream().map(Findings::section).toList();
    return sections.stream().filter(name -> !done.contains(name)).toList();
  }

  /** All chapters, in order. */
  List<Chapter> chapters() {
    return findings.stream().flatMap(each -> each.chapters().stream()).toList();
  }

  /** The start of the bench, to the minute. */
  String date() {
    return startedAt.truncatedTo(ChronoUnit.MINUTES).toString();
  }

  /** The machine, in one line. */
  String where() {
    return String.format(
        Locale.ROOT,
        "%d %s, %s, %.0f GiB, %s, Java %s",
        machine.cores(),
        machine.cores() == 1 ? "core" : "cores",
        machine.cpu(),
        machine.memoryBytes() / GIBI,
        machine.os(),
        machine.java());
  }

  /** The versions, in one line. */
  String with() {
    return versions.entrySet().stream()
        .map(each -> each.getKey() + " " + each.getValue())
        .collect(Collectors.joining(", "));
  }
}
