// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.saboteur;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.EventsFile;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.kit.reference.ConsumerLoop;
import dev.sluice.model.EventField;
import dev.sluice.model.FieldSource;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.TimeFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Faults in reading events by a mapping of their fields (R1, R6); without one, all is right. */
final class MappingFaults {

  private static final double MICROS_PER_SECOND = 1e6;
  private static final ObjectMapper JSON = new ObjectMapper();

  static ConsumerLoop readsSecondsAsMilliseconds(RunPlan plan) {
    EngineConfig.Decision right = plan.config().decision();
    String mapping = right.eventsJson();
    Decider wrong =
        Decider.of(
            new EngineConfig.Decision(
                right.rulesJson(),
                mapping == null ? null : mapping.replace("\"epoch_seconds\"", "\"epoch_millis\""),
                right.allowedLatenessMicros(),
                right.allowedSkewMicros(),
                right.deadLettersPerReason()));
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        return wrong.decide(record);
      }
    };
  }

  /** Cuts below a microsecond, also before 1970, but the product has only 53 bits. */
  static ConsumerLoop readsSecondsAsFloatingPoint(RunPlan plan) {
    List<String> path = epochSeconds(plan);
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        if (path.isEmpty() || !(decision.outcome() instanceof Outcome.Accepted accepted)) {
          return decision;
        }
        JsonNode time = json(record.value());
        for (String name : path) {
          time = time.path(name);
        }
        double micros = Math.floor(time.asDouble() * MICROS_PER_SECOND);
        return new DecidedRecord(
            record, new Outcome.Accepted(DecisionFaults.withTime(accepted.event(), (long) micros)));
      }
    };
  }

  /** The path of the time; empty if it is not in seconds. */
  private static List<String> epochSeconds(RunPlan plan) {
    return members(plan).entrySet().stream()
        .filter(member -> member.getKey() == EventField.EVENT_TIME)
        .filter(member -> member.getValue().format() == TimeFormat.Named.EPOCH_SECONDS)
        .findFirst()
        .map(member -> member.getValue().path().names())
        .orElse(List.of());
  }

  /** Compares names only as far as those of the path reach. */
  static ConsumerLoop takesAPrefixForTheName(RunPlan plan) {
    List<List<String>> paths =
        members(plan).values().stream().map(member -> member.path().names()).toList();
    return new ConsumerLoop(plan) {
      @Override
      protected DecidedRecord decide(LogRecord record) {
        DecidedRecord decision = super.decide(record);
        return paths.isEmpty() || !(decision.outcome() instanceof Outcome.Accepted)
            ? decision
            : new DecidedRecord(record, super.decide(renamed(record, paths)).outcome());
      }
    };
  }

  private static LogRecord renamed(LogRecord record, List<List<String>> paths) {
    JsonNode value = json(record.value());
    rename(value, paths);
    try {
      return new LogRecord(
          record.position(), record.timestampMillis(), JSON.writeValueAsBytes(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void rename(JsonNode value, List<List<String>> paths) {
    if (!(value instanceof ObjectNode object)) {
      return;
    }
    Map<String, List<List<String>>> below =
        paths.stream()
            .filter(path -> !path.isEmpty())
            .collect(
                Collectors.groupingBy(
                    path -> path.get(0),
                    Collectors.mapping(path -> path.subList(1, path.size()), Collectors.toList())));
    below.forEach(
        (name, rest) -> {
          List<String> found = new ArrayList<>();
          object.fieldNames().forEachRemaining(found::add);
          found.stream()
              .filter(member -> member.startsWith(name) && !below.containsKey(member))
              .forEach(member -> object.set(name, object.remove(member)));
          rename(object.path(name), rest);
        });
  }

  private static JsonNode json(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The members that a mapping finds, by field; none without a mapping. */
  private static Map<EventField, FieldSource.Member> members(RunPlan plan) {
    String mapping = plan.config().decision().eventsJson();
    return mapping == null
        ? Map.of()
        : EventsFile.parse("events", mapping).sources().entrySet().stream()
            .filter(source -> source.getValue() instanceof FieldSource.Member)
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, source -> (FieldSource.Member) source.getValue()));
  }

  private MappingFaults() {}
}
