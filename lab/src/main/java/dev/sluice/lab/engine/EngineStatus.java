// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A status line of an engine (R14), with when it was read.
 *
 * @param kind the kind of the line
 * @param fields the whole line; must not be changed
 * @param time when it was read
 * @param nanoTime the same, by {@link System#nanoTime()}
 */
public record EngineStatus(Kind kind, ObjectNode fields, Instant time, long nanoTime) {

  /** The kinds of status lines. */
  public enum Kind {
    STARTING,
    RUNNING,
    PROGRESS,
    DRAINED,
    STOPPED,
    FAILED;

    /** Whether it is an engine's last status. */
    public boolean isLast() {
      return this == DRAINED || this == STOPPED || this == FAILED;
    }
  }

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Parses a line; empty if it is not a status line. */
  static Optional<EngineStatus> parse(String line) {
    Instant time = Instant.now();
    long nanoTime = System.nanoTime();
    try {
      if (JSON.readTree(line) instanceof ObjectNode fields) {
        Kind kind = Kind.valueOf(fields.path("status").asText());
        return Optional.of(new EngineStatus(kind, fields, time, nanoTime));
      }
      return Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException noStatus) {
      return Optional.empty();
    }
  }

  /** The reason that a {@code FAILED} gives. */
  public Optional<String> reason() {
    JsonNode reason = fields.path("reason");
    return reason.isTextual() ? Optional.of(reason.textValue()) : Optional.empty();
  }

  /** The number of records that a {@code PROGRESS} reports as done. */
  public OptionalLong records() {
    JsonNode records = fields.path("records");
    return records.canConvertToLong() && records.isIntegralNumber()
        ? OptionalLong.of(records.longValue())
        : OptionalLong.empty();
  }
}
