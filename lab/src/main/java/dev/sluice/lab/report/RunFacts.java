// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The facts of a run that every report shows.
 *
 * @param name the run's name
 * @param command the command that does the same again
 * @param startedAt the start
 * @param elapsed from the start to the report
 * @param machine where it ran
 * @param versions the versions of everything that took part, by name, in the order to show
 */
public record RunFacts(
    String name,
    String command,
    Instant startedAt,
    Duration elapsed,
    Machine machine,
    Map<String, String> versions) {

  private static final double MILLIS = 1_000;

  public RunFacts {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(command, "command");
    Objects.requireNonNull(startedAt, "startedAt");
    Objects.requireNonNull(elapsed, "elapsed");
    Objects.requireNonNull(machine, "machine");
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
  }

  /** The same, with the time from its start to an instant. */
  public RunFacts until(Instant end) {
    return new RunFacts(
        name, command, startedAt, Duration.between(startedAt, end), machine, versions);
  }

  /** The start, such as {@code 2026-01-02 03:04 UTC}. */
  public String date() {
    String minute = startedAt.truncatedTo(ChronoUnit.MINUTES).toString();
    return minute.substring(0, "yyyy-mm-ddThh:mm".length()).replace('T', ' ') + " UTC";
  }

  /** A duration, to the tenth of a second below a minute, and to the second from there on. */
  public static String shown(Duration duration) {
    long seconds = duration.toSeconds();
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", duration.toMillis() / MILLIS)
        : "%d min %d s".formatted(seconds / 60, seconds % 60);
  }

  /** The versions and the machine, for the end of a report. */
  public Map<String, List<String>> facts() {
    Map<String, List<String>> facts = new LinkedHashMap<>();
    if (!versions.isEmpty()) {
      List<String> shown = new ArrayList<>();
      versions.forEach((what, version) -> shown.add(what + " " + version));
      facts.put("Versions", shown);
    }
    facts.put("Machine", machine.shown());
    return facts;
  }
}
