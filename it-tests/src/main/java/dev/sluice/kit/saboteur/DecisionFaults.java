// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.saboteur;

import dev.sluice.engine.config.RulesFile;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.kit.reference.ConsumerLoop;
import dev.sluice.model.Decoded;
import dev.sluice.model.Event;
import dev.sluice.model.EventDecoder;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Reason;
import dev.sluice.rules.Condition;
import dev.sluice.rules.Field;
import dev.sluice.rules.Rule;
import dev.sluice.rules.RuleSet;
import java.nio.charset.StandardCharsets;
import java.text.DecimalFormatSymbols;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Faults in decisions: outcomes that differ from the contract (R2 to R6, R8, R13). */
final class DecisionFaults {

  private static final long MICROS_PER_MILLI = 1_000;

  /** A time zone whose offset from UTC is not a whole number of hours. */
  private static final ZoneId LOCAL = ZoneId.of("America/St_Johns");

  private static final Pattern DIGIT = Pattern.compile("[0-9]");

  private static final Pattern SEVENTH_DIGIT_ROUNDS_UP =
      Pattern.compile("\"event_time\"\\s*:\\s*\"[^\"\\\\]*[.][0-9]{6}[5-9]");

  /** A general category; Java and RE2 use the same syntax. */
  private static final Pattern CATEGORY = Pattern.compile("\\\\p(\\{[A-Z][a-z]\\}|[A-Z])");

  /** A loop that changes accepted events. */
  private static ConsumerLoop accepting(RunPlan plan, UnaryOperator<Event> change) {
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        return decision.outcome() instanceof Outcome.Accepted accepted
            ? new DecidedRecord(record, new Outcome.Accepted(change.apply(accepted.event())))
            : decision;
      }
    };
  }

  static ConsumerLoop normalisesIdentities(RunPlan plan) {
    return accepting(
        plan,
        event ->
            event.eventId() == null
                ? event
                : withId(event, Normalizer.normalize(event.eventId(), Normalizer.Form.NFC)));
  }

  static ConsumerLoop givesCopiesAnotherIdentity(RunPlan plan) {
    Set<String> seen = new HashSet<>();
    return accepting(
        plan,
        event ->
            event.eventId() == null || seen.add(event.eventId())
                ? event
                : withId(event, event.eventId() + " (copy)"));
  }

  static ConsumerLoop takesTimesAsLocal(RunPlan plan) {
    return accepting(
        plan,
        event -> {
          Instant instant = Instant.EPOCH.plus(event.eventTimeMicros(), ChronoUnit.MICROS);
          LocalDateTime digits = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
          Instant local = digits.atZone(LOCAL).toInstant();
          return withTime(event, ChronoUnit.MICROS.between(Instant.EPOCH, local));
        });
  }

  static ConsumerLoop roundsMicroseconds(RunPlan plan) {
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        return decision.outcome() instanceof Outcome.Accepted accepted && roundsUp(record.value())
            ? new DecidedRecord(
                record,
                new Outcome.Accepted(
                    withTime(accepted.event(), accepted.event().eventTimeMicros() + 1)))
            : decision;
      }
    };
  }

  private static boolean roundsUp(byte[] value) {
    return SEVENTH_DIGIT_ROUNDS_UP.matcher(new String(value, StandardCharsets.UTF_8)).find();
  }

  static ConsumerLoop measuresLatenessByItsOwnClock(RunPlan plan) {
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        LogRecord now =
            new LogRecord(record.position(), System.currentTimeMillis(), record.value());
        return new DecidedRecord(record, super.decide(now).outcome());
      }
    };
  }

  static ConsumerLoop believesTheFuture(RunPlan plan) {
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        return decision.outcome().equals(new Outcome.Malformed(Reason.FROM_THE_FUTURE))
            ? new DecidedRecord(record, super.decide(withoutTimestamp(record)).outcome())
            : decision;
      }
    };
  }

  /** Without a timestamp neither lateness nor skew applies (R4). */
  private static LogRecord withoutTimestamp(LogRecord record) {
    return new LogRecord(record.position(), 0, record.value());
  }

  /** Beyond 64 bits the product overflows, to an arbitrary number. */
  static ConsumerLoop countsMicrosecondsWithoutACap(RunPlan plan) {
    long allowed = plan.config().decision().allowedLateness().orElse(Long.MAX_VALUE);
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        if (decision.outcome() instanceof Outcome.Late late) {
          long lateness =
              record.timestampMillis() * MICROS_PER_MILLI - late.event().eventTimeMicros();
          return new DecidedRecord(
              record,
              lateness > allowed
                  ? new Outcome.Late(late.event(), lateness)
                  : new Outcome.Accepted(late.event()));
        }
        return decision;
      }
    };
  }

  /** Filters an event only if its lower-case form is filtered, too. */
  static ConsumerLoop foldsCaseByItsLocale(RunPlan plan) {
    EventDecoder decoder = new EventDecoder();
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        if (decision.outcome() instanceof Outcome.Filtered
            && decoder.decode(record.value()) instanceof Decoded.Ok ok) {
          String folded =
              new String(record.value(), StandardCharsets.UTF_8).toLowerCase(localeOfProcess());
          LogRecord small =
              new LogRecord(
                  record.position(),
                  record.timestampMillis(),
                  folded.getBytes(StandardCharsets.UTF_8));
          if (super.decide(small).outcome() instanceof Outcome.Accepted) {
            return new DecidedRecord(record, new Outcome.Accepted(ok.event()));
          }
        }
        return decision;
      }
    };
  }

  static ConsumerLoop writesDigitsOfItsLocale(RunPlan plan) {
    char zero = DecimalFormatSymbols.getInstance(localeOfProcess()).getZeroDigit();
    return accepting(
        plan,
        event ->
            event.eventId() == null
                ? event
                : withId(
                    event,
                    DIGIT
                        .matcher(event.eventId())
                        .replaceAll(
                            digit ->
                                String.valueOf((char) (zero + digit.group().charAt(0) - '0')))));
  }

  /**
   * The locale with which the process was started; {@code EngineMain} has changed the default
   * since.
   */
  private static Locale localeOfProcess() {
    return Locale.forLanguageTag(
        String.join(
            "-",
            System.getProperty("user.language", ""),
            System.getProperty("user.country", ""),
            System.getProperty("user.extensions", "")));
  }

  static ConsumerLoop callsItLateBeforeItFilters(RunPlan plan) {
    EventDecoder decoder = new EventDecoder();
    long allowed = plan.config().decision().allowedLateness().orElse(Long.MAX_VALUE);
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        if (decision.outcome() instanceof Outcome.Filtered
            && record.hasTimestamp()
            && decoder.decode(record.value()) instanceof Decoded.Ok ok) {
          long lateness =
              record.timestampMillis() * MICROS_PER_MILLI - ok.event().eventTimeMicros();
          if (lateness > allowed) {
            return new DecidedRecord(record, new Outcome.Late(ok.event(), lateness));
          }
        }
        return decision;
      }
    };
  }

  /**
   * Makes only the count wrong: presents the record as a copy of an event that was accepted before,
   * so that it leaves no row.
   */
  static ConsumerLoop countsFilteredAsAccepted(RunPlan plan) {
    Map<Integer, Outcome> accepted = new HashMap<>();
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        int partition = record.position().partition();
        if (decision.outcome() instanceof Outcome.Accepted first
            && first.event().eventId() != null) {
          accepted.putIfAbsent(partition, first);
        }
        return decision.outcome() instanceof Outcome.Filtered && accepted.containsKey(partition)
            ? new DecidedRecord(record, accepted.get(partition))
            : decision;
      }
    };
  }

  static ConsumerLoop failsOnMalformedRecords(RunPlan plan) {
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        if (decision.outcome() instanceof Outcome.Malformed malformed) {
          throw new IllegalArgumentException(
              record.position() + ": malformed, " + malformed.reason());
        }
        return decision;
      }
    };
  }

  /**
   * Looks up character properties in the JDK's tables, which belong to a later version of Unicode.
   * Records that are not events, or that a rule without such properties filters, are decided
   * correctly.
   */
  static ConsumerLoop hasTablesOfAnotherUnicode(RunPlan plan) {
    Map<String, Pattern> byProperty = new LinkedHashMap<>();
    RuleSet rules = RulesFile.parse("rules", plan.config().decision().rulesJson());
    for (Rule rule : rules.rules()) {
      if (rule.when() instanceof Condition.Matches matches
          && matches.field() == Field.REFERRER
          && CATEGORY.matcher(matches.regex()).find()) {
        byProperty.put(rule.name(), Pattern.compile(matches.regex()));
      }
    }
    EventDecoder decoder = new EventDecoder();
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        boolean asked =
            decision.outcome() instanceof Outcome.Filtered filtered
                ? byProperty.containsKey(filtered.rule())
                : decision.outcome() instanceof Outcome.Accepted;
        return asked && decoder.decode(record.value()) instanceof Decoded.Ok ok
            ? new DecidedRecord(record, byOtherTables(ok.event()))
            : decision;
      }

      private Outcome byOtherTables(Event event) {
        return byProperty.entrySet().stream()
            .filter(rule -> event.referrer() != null)
            .filter(rule -> rule.getValue().matcher(event.referrer()).find())
            .findFirst()
            .<Outcome>map(rule -> new Outcome.Filtered(rule.getKey()))
            .orElseGet(() -> new Outcome.Accepted(event));
      }
    };
  }

  private static Event withId(Event event, String id) {
    return copy(event, id, event.eventTimeMicros());
  }

  static Event withTime(Event event, long micros) {
    return copy(event, event.eventId(), micros);
  }

  private static Event copy(Event event, String id, long micros) {
    return new Event(
        id,
        micros,
        event.host(),
        event.url(),
        event.ip(),
        event.method(),
        event.status(),
        event.bytes(),
        event.referrer(),
        event.userAgent());
  }

  private DecisionFaults() {}
}
