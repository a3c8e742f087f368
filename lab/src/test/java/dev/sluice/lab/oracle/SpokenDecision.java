// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Reason;
import java.nio.charset.StandardCharsets;

/** A decision that the record's value spells out: {@code accept ID}, {@code filter RULE} etc. */
final class SpokenDecision {

  /** {@code accept [ID]}, {@code late [ID]}, {@code filter RULE}; all else is malformed. */
  static DecidedRecord of(LogRecord record) {
    return new DecidedRecord(record, outcome(record));
  }

  private static Outcome outcome(LogRecord record) {
    if (record.value() == null) {
      return new Outcome.Malformed(Reason.NULL_VALUE);
    }
    String text = new String(record.value(), StandardCharsets.UTF_8);
    int space = text.indexOf(' ');
    String word = space < 0 ? text : text.substring(0, space);
    String argument = space < 0 ? null : text.substring(space + 1);
    if ("accept".equals(word)) {
      return new Outcome.Accepted(event(argument, record));
    }
    if ("late".equals(word)) {
      return new Outcome.Late(event(argument, record), 16_000_001);
    }
    return "filter".equals(word)
        ? new Outcome.Filtered(argument)
        : new Outcome.Malformed(Reason.NOT_JSON);
  }

  private static Event event(String id, LogRecord record) {
    String url = "/" + record.position().partition() + "-" + record.position().offset();
    return new Event(id, 1_000_000, "shop.example", url, null, null, null, null, null, null);
  }

  private SpokenDecision() {}
}
