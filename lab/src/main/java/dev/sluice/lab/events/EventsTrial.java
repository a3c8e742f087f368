// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.events;

import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputFacts;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.InputDecisions;
import dev.sluice.model.EventField;
import dev.sluice.model.EventMapping;
import dev.sluice.model.EventReading;
import dev.sluice.model.EventReading.FieldReading;
import dev.sluice.model.EventView;
import dev.sluice.model.FieldSource;
import dev.sluice.model.Outcome;
import dev.sluice.model.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a mapping makes of an input, decided by the code that every engine uses, without an engine.
 *
 * @param first the first records
 * @param endings how the records ended, by the ledger's keys (R9), without those that none had
 * @param absent the mapped fields that no record had; of malformed records, only the first thousand
 *     are searched
 */
public record EventsTrial(
    InputFacts input,
    DecisionSource source,
    List<Shown> first,
    List<Ending> endings,
    List<Absent> absent) {

  private static final int MOST_MALFORMED = 1_000;

  /**
   * A record.
   *
   * @param number its number in the input, from 1
   * @param outcome the ledger's key
   * @param fields none if the value is not one JSON object
   * @param value null for a tombstone
   */
  @SuppressWarnings("ArrayRecordComponent") // of the input, and not changed by anyone
  record Shown(long number, String outcome, List<FieldFinding> fields, byte[] value) {}

  /**
   * One outcome.
   *
   * @param example the first record that had it
   */
  record Ending(long count, Shown example) {}

  /**
   * A field that did not occur.
   *
   * @param from where it was looked for
   * @param suggested where else it may be
   */
  record Absent(EventField field, String from, List<String> suggested) {}

  public EventsTrial {
    first = List.copyOf(first);
    endings = List.copyOf(endings);
    absent = List.copyOf(absent);
  }

  /**
   * Decides all records of an input.
   *
   * @param shown how many of the first records to keep
   */
  public static EventsTrial of(Input input, DecisionSource asked, int shown) {
    Reading reading = new Reading(asked.fields(), shown);
    DecisionSource source = InputDecisions.each(input, asked, reading);
    return new EventsTrial(
        input.facts(),
        source,
        reading.first,
        List.copyOf(reading.endings.values()),
        reading.absent());
  }

  /** Where the fields are looked for. */
  EventMapping mapping() {
    return source.fields();
  }

  /** How many records there were. */
  long records() {
    return counts().seen();
  }

  /** How many of them are events, also of those that a rule drops. */
  public long events() {
    return counts().seen() - counts().malformed();
  }

  /** The counts by outcome; without a table, no duplicates are known. */
  OutcomeCounts counts() {
    TreeMap<String, Long> counts = new TreeMap<>();
    endings.forEach(ending -> counts.put(ending.example().outcome(), ending.count()));
    return new OutcomeCounts(counts, counts.getOrDefault("accepted", 0L));
  }

  /** How many of them would become rows, or duplicates of rows. */
  long accepted() {
    return counts().accepted();
  }

  /** One pass over the records. */
  private static final class Reading implements InputDecisions.Listener {
    private final EventMapping mapping;
    private final EventView view;
    private final int shown;
    private final List<Shown> first = new ArrayList<>();
    private final Map<String, Ending> endings = new TreeMap<>();
    private final Map<EventField, Long> found = new EnumMap<>(EventField.class);
    private final NamesSeen names = new NamesSeen();
    private long records;
    private long malformed;

    Reading(EventMapping mapping, int shown) {
      this.mapping = mapping;
      this.view = new EventView(mapping);
      this.shown = shown;
    }

    @Override
    public void decided(InputRecord record, Outcome outcome, DecisionSource source) {
      records++;
      String key = OutcomeCounts.key(outcome);
      Ending before = endings.get(key);
      Shown example = before == null ? null : before.example();
      if (example == null || first.size() < shown) {
        Shown now = shown(record.value(), key);
        example = example == null ? now : example;
        if (first.size() < shown) {
          first.add(now);
        }
      }
      endings.put(key, new Ending(before == null ? 1 : before.count() + 1, example));
      names.add(record.value());
      count(record.value());
    }

    private Shown shown(byte[] value, String key) {
      EventReading reading = EventReading.of(mapping, value);
      return new Shown(records, key, FieldFinding.of(mapping, reading, value), value);
    }

    private void count(byte[] value) {
      if (view.read(value).isEmpty()) {
        for (EventField field : mapping.sources().keySet()) {
          if (view.has(field)) {
            found.merge(field, 1L, Long::sum);
          }
        }
      } else if (malformed < MOST_MALFORMED) {
        malformed++;
        EventReading.of(mapping, value).fields().stream()
            .filter(Reading::isThere)
            .forEach(field -> found.merge(field.field(), 1L, Long::sum));
      }
    }

    private static boolean isThere(FieldReading field) {
      return field.defect().isPresent()
          ? field.defect().get() != Reason.MISSING_FIELD
          : field.text().isPresent();
    }

    private List<Absent> absent() {
      List<Absent> absent = new ArrayList<>();
      mapping
          .sources()
          .forEach(
              (field, source) -> {
                if (source instanceof FieldSource.Member member && !found.containsKey(field)) {
                  absent.add(
                      new Absent(
                          field, member.path().text(), names.suggested(field, member.path())));
                }
              });
      return absent;
    }
  }
}
