// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.decision;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.EventsFile;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.model.EventView;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Reason;
import dev.sluice.rules.Filter;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides a record's one outcome: malformed, filtered, late or accepted, in this order (R3). A pure
 * function of the record and the configuration: no clock, no state. An event is only built if it is
 * kept: malformed and filtered records are decided on their bytes. Not thread-safe, since buffers
 * are reused; make one per thread.
 */
public final class Decider {

  private static final long MICROS_PER_MILLI = 1_000;

  /** The value of every timestamp from {@link LogRecord#CAPPED_MILLIS} on, in microseconds (R4). */
  private static final long CAP_MICROS = Long.MAX_VALUE / 4;

  private static final Map<Reason, Outcome> MALFORMED = new EnumMap<>(Reason.class);

  static {
    for (Reason reason : Reason.values()) {
      MALFORMED.put(reason, new Outcome.Malformed(reason));
    }
  }

  private final EventView event;
  private final Filter filter;
  private final long allowedLatenessMicros;
  private final long allowedSkewMicros;

  private Decider(
      EventView event, Filter filter, long allowedLatenessMicros, long allowedSkewMicros) {
    this.event = event;
    this.filter = filter;
    this.allowedLatenessMicros = allowedLatenessMicros;
    this.allowedSkewMicros = allowedSkewMicros;
  }

  /** A decider for the given rules, mapping and times. */
  public static Decider of(EngineConfig.Decision config) {
    return of(Filter.of(RulesFile.parse("rules", config.rulesJson())), config);
  }

  /** A decider with a filter in place of the configuration's rules. */
  static Decider of(Filter filter, EngineConfig.Decision config) {
    return new Decider(
        view(config.eventsJson()),
        filter,
        config.allowedLateness().orElse(Long.MAX_VALUE),
        config.allowedSkewMicros());
  }

  private static EventView view(String eventsJson) {
    return eventsJson == null
        ? new EventView()
        : new EventView(EventsFile.parse("events", eventsJson));
  }

  /**
   * Decides one record. Never throws. The result for a filtered record has no value: it is only
   * counted.
   */
  public DecidedRecord decide(LogRecord record) {
    Outcome outcome = outcome(record);
    LogRecord kept =
        outcome instanceof Outcome.Filtered
            ? new LogRecord(record.position(), record.timestampMillis(), null)
            : record;
    return new DecidedRecord(kept, outcome);
  }

  private Outcome outcome(LogRecord record) {
    Optional<Reason> defect = event.read(record.value());
    if (defect.isPresent()) {
      return MALFORMED.get(defect.get());
    }
    // Both terms are far from the ends of a long: years 1 to 9999, and a timestamp in milliseconds
    // that saturates. Without a timestamp, R4 and R5 do not apply: lateness is then zero.
    long lateness =
        record.hasTimestamp()
            ? saturatedMicros(record.timestampMillis()) - event.eventTimeMicros()
            : 0;
    if (-lateness > allowedSkewMicros) {
      return MALFORMED.get(Reason.FROM_THE_FUTURE);
    }
    Optional<Outcome.Filtered> filtered = filter.drops(event);
    if (filtered.isPresent()) {
      return filtered.get();
    }
    return lateness > allowedLatenessMicros
        ? new Outcome.Late(event.event(), lateness)
        : new Outcome.Accepted(event.event());
  }

  private static long saturatedMicros(long millis) {
    return millis < LogRecord.CAPPED_MILLIS ? millis * MICROS_PER_MILLI : CAP_MICROS;
  }
}
