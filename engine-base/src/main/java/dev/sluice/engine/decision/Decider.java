package dev.sluice.engine.decision;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.model.Decoded;
import dev.sluice.model.Event;
import dev.sluice.model.EventDecoder;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Reason;
import dev.sluice.rules.Filter;
import java.util.Optional;

/**
 * Decides a record's one outcome: malformed, filtered, late or accepted, in this order (R3). A pure
 * function of the record and the configuration: no clock, no state. Not thread-safe, since its
 * decoder reuses buffers; make one per thread.
 */
public final class Decider {

  private static final long MICROS_PER_MILLI = 1_000;

  private final EventDecoder decoder = new EventDecoder();
  private final Filter filter;
  private final long allowedLatenessMicros;
  private final long allowedSkewMicros;

  private Decider(Filter filter, long allowedLatenessMicros, long allowedSkewMicros) {
    this.filter = filter;
    this.allowedLatenessMicros = allowedLatenessMicros;
    this.allowedSkewMicros = allowedSkewMicros;
  }

  /** A decider for the given rules and times. */
  public static Decider of(EngineConfig.Decision config) {
    return of(Filter.of(RulesFile.parse("rules", config.rulesJson())), config);
  }

  /** A decider with a filter that stands in for the configuration's rules. */
  static Decider of(Filter filter, EngineConfig.Decision config) {
    return new Decider(
        filter, config.allowedLateness().orElse(Long.MAX_VALUE), config.allowedSkewMicros());
  }

  /** Decides one record. Never throws. */
  public Decision decide(LogRecord record) {
    return new Decision(record, outcome(record));
  }

  private Outcome outcome(LogRecord record) {
    Decoded decoded = decoder.decode(record.value());
    if (decoded instanceof Decoded.Ok ok) {
      return outcome(record, ok.event());
    }
    return new Outcome.Malformed(((Decoded.Bad) decoded).reason());
  }

  private Outcome outcome(LogRecord record, Event event) {
    // Both terms are far from the ends of a long: years 1 to 9999, and a timestamp in milliseconds
    // that saturates. Without a timestamp, R4 and R5 do not apply: lateness is then zero.
    long lateness =
        record.hasTimestamp()
            ? saturatedMicros(record.timestampMillis()) - event.eventTimeMicros()
            : 0;
    if (-lateness > allowedSkewMicros) {
      return new Outcome.Malformed(Reason.FROM_THE_FUTURE);
    }
    Optional<String> rule = filter.drops(event);
    if (rule.isPresent()) {
      return new Outcome.Filtered(rule.get());
    }
    return lateness > allowedLatenessMicros
        ? new Outcome.Late(event, lateness)
        : new Outcome.Accepted(event);
  }

  private static long saturatedMicros(long millis) {
    return millis > Long.MAX_VALUE / 4 / MICROS_PER_MILLI
        ? Long.MAX_VALUE / 4
        : millis * MICROS_PER_MILLI;
  }
}
