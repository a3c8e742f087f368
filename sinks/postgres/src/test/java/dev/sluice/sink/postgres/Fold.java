// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.model.Event;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Computes the expected tables of a log, by a plain loop over it in (partition, offset) order, in
 * the text format of {@link TestRun}. Events whose URL is {@code /bad} count as refused.
 */
final class Fold {

  private final Map<String, String> processed =
      new TreeMap<>(Comparator.comparing(text -> text.getBytes(UTF_8), Arrays::compareUnsigned));
  private final Map<Position, String> late = new TreeMap<>();
  private final Map<Position, String> dead = new TreeMap<>();
  private final Map<Integer, Counts> counts = new TreeMap<>();

  Fold(Collection<DecidedRecord> log, long deadLettersPerReason) {
    log.stream()
        .sorted(Comparator.comparing(decision -> decision.record().position()))
        .forEach(decision -> take(decision, deadLettersPerReason));
  }

  private void take(DecidedRecord decision, long deadLettersPerReason) {
    Position at = decision.record().position();
    Outcome outcome = decision.outcome();
    String key = Counts.key(outcome);
    String reason = key.startsWith("malformed:") ? key.substring(10) : null;
    if (outcome instanceof Outcome.Accepted accepted) {
      Event event = accepted.event();
      if (event.url().equals("/bad")) {
        key = Counts.REFUSED;
        reason = key;
      } else {
        String identity = event.identity(TestRun.TOPIC, at);
        processed.putIfAbsent(identity, identity + "|" + place(at) + "|" + event.url());
      }
    } else if (outcome instanceof Outcome.Late one) {
      late.put(at, place(at) + "|" + one.latenessMicros());
    }
    Counts sum = counts.getOrDefault(at.partition(), Counts.NONE).plus(Counts.of(key));
    counts.put(at.partition(), sum);
    if (reason != null && sum.get(key) <= deadLettersPerReason) {
      dead.put(at, place(at) + "|" + reason);
    }
  }

  private static String place(Position at) {
    return at.partition() + "|" + at.offset();
  }

  List<String> processed() {
    return List.copyOf(processed.values());
  }

  List<String> late() {
    return List.copyOf(late.values());
  }

  List<String> dead() {
    return List.copyOf(dead.values());
  }

  Map<Integer, Counts> counts() {
    return counts;
  }
}
