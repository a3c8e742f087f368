// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.rules;

import static java.util.stream.Collectors.joining;

import dev.sluice.lab.run.DecisionSource;
import dev.sluice.model.Decoded;
import dev.sluice.model.Event;
import dev.sluice.model.EventDecoder;
import dev.sluice.model.Outcome;
import dev.sluice.rules.Condition;
import dev.sluice.rules.Field;
import dev.sluice.rules.Rule;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Shows a record by what decided it: for a rule, the fields that the rule reads. */
final class Example {

  private static final double MICROS_PER_SECOND = 1e6;
  private static final Set<Field> PASSED =
      EnumSet.of(Field.METHOD, Field.HOST, Field.URL, Field.STATUS, Field.USER_AGENT);
  private static final Set<Field> LATE = EnumSet.of(Field.HOST, Field.URL);

  private final EventDecoder decoder;
  private final Map<String, Set<Field>> asked = new HashMap<>();
  private final boolean agents;

  /**
   * @param agents whether records differ only in the user agent
   */
  Example(DecisionSource source, boolean agents) {
    this.agents = agents;
    decoder = new EventDecoder(source.fields());
    for (Rule rule : source.rules().rules()) {
      Set<Field> fields = EnumSet.noneOf(Field.class);
      collect(rule.when(), fields);
      asked.put(rule.name(), fields);
    }
  }

  private static void collect(Condition condition, Set<Field> fields) {
    if (condition instanceof Condition.All all) {
      all.conditions().forEach(each -> collect(each, fields));
    } else if (condition instanceof Condition.Any any) {
      any.conditions().forEach(each -> collect(each, fields));
    } else if (condition instanceof Condition.Not not) {
      collect(not.condition(), fields);
    } else {
      fields.add(((Condition.OnField) condition).field());
    }
  }

  /**
   * @param value the value of a record with this outcome, or null
   */
  String of(byte[] value, Outcome outcome) {
    if (value == null) {
      return "(no value)";
    }
    if (!(decoder.decode(value) instanceof Decoded.Ok ok)) {
      return new String(value, StandardCharsets.UTF_8);
    }
    Event event = ok.event();
    if (agents) {
      return event.userAgent();
    }
    if (outcome instanceof Outcome.Filtered filtered) {
      return shown(event, asked.get(filtered.rule()));
    }
    if (outcome instanceof Outcome.Late late) {
      double seconds = late.latenessMicros() / MICROS_PER_SECOND;
      return String.format(Locale.ROOT, "%.3f s late  %s", seconds, shown(event, LATE));
    }
    return outcome instanceof Outcome.Accepted
        ? shown(event, PASSED)
        : new String(value, StandardCharsets.UTF_8);
  }

  private static String shown(Event event, Set<Field> fields) {
    return fields.stream()
        .map(field -> fields.size() == 1 ? value(event, field) : named(event, field))
        .filter(text -> !text.isEmpty())
        .collect(joining("  "));
  }

  private static String named(Event event, Field field) {
    String value = value(event, field);
    return value.isEmpty() ? "" : field.key() + "=" + value;
  }

  /** The field's text, or an empty text if it is absent. */
  private static String value(Event event, Field field) {
    Object value =
        switch (field) {
          case EVENT_ID -> event.eventId();
          case HOST -> event.host();
          case URL, PATH -> event.url();
          case IP -> event.ip();
          case METHOD -> event.method();
          case STATUS -> event.status();
          case BYTES -> event.bytes();
          case REFERRER -> event.referrer();
          case USER_AGENT -> event.userAgent();
        };
    return value == null ? "" : value.toString();
  }
}
