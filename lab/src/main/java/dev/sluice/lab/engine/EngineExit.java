// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import dev.sluice.lab.engine.EngineStatus.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an engine's process ended.
 *
 * @param code the exit code; 128 + the signal's number after a signal
 * @param lastStatus its last status line, if there was one
 * @param violations the first few lines on stdout that are not status lines
 * @param killed whether the lab killed it with SIGKILL
 * @param resources what it used
 * @param time when it was seen to have ended
 * @param nanoTime the same, by {@link System#nanoTime()}
 */
public record EngineExit(
    int code,
    Optional<EngineStatus> lastStatus,
    List<String> violations,
    boolean killed,
    ResourceUse resources,
    Instant time,
    long nanoTime) {

  public EngineExit {
    violations = List.copyOf(violations);
  }

  /** The reason that the engine gave for its failure. */
  public Optional<String> reason() {
    return lastStatus.flatMap(EngineStatus::reason);
  }

  /** What is wrong with this exit, in one line, or empty if it is as R14 requires. */
  public Optional<String> problem() {
    String last = lastStatus.map(s -> s.kind().name()).orElse("no status line");
    if (!violations.isEmpty()) {
      return Optional.of("printed a line that is not a status line: " + violations.get(0));
    }
    if (killed) {
      return Optional.of("was killed, after " + last);
    }
    if (code != 0) {
      return Optional.of(
          "ended with exit code " + code + reason().map(r -> ": " + r).orElse(", after " + last));
    }
    Optional<Kind> kind = lastStatus.map(EngineStatus::kind);
    return kind.filter(k -> k == Kind.DRAINED || k == Kind.STOPPED).isPresent()
        ? Optional.empty()
        : Optional.of("ended with exit code 0 after " + last + ", not DRAINED or STOPPED");
  }
}
