// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.model.Event;
import dev.sluice.model.Limits;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A row as a pure function of its decision; the only code that defines the values of the columns.
 */
public sealed interface Row {

  /** The reason of every row of {@code late_events}. */
  String LATE = "late";

  DecidedRecord decision();

  /** Writes the values in the order of the columns. */
  <E extends Exception> void writeTo(RowSink<E> sink) throws E;

  default Position position() {
    return decision().record().position();
  }

  /** A row of {@code processed_events} (R7). */
  record Processed(String identity, DecidedRecord decision) implements Row {

    /** The columns of {@code processed_events} in {@code docs/contract/schema.sql}. */
    public static final List<String> COLUMNS =
        List.of(
            "source_partition",
            "source_offset",
            "identity",
            "event_time",
            "host",
            "url",
            "ip",
            "method",
            "status",
            "bytes",
            "referrer",
            "user_agent");

    /** Of one identity, the row at the lowest position comes first: it is the one that is kept. */
    static final Comparator<Processed> BY_KEY =
        Comparator.comparing(Processed::identity, Row::compareAsBytes).thenComparing(Row::position);

    public static Processed of(String topic, DecidedRecord decision) {
      Event event = ((Outcome.Accepted) decision.outcome()).event();
      return new Processed(event.identity(topic, decision.record().position()), decision);
    }

    @Override
    public <E extends Exception> void writeTo(RowSink<E> sink) throws E {
      Event event = ((Outcome.Accepted) decision.outcome()).event();
      sink.int4(position().partition());
      sink.int8(position().offset());
      sink.text(identity);
      sink.timestamp(event.eventTimeMicros());
      sink.text(event.host());
      sink.text(event.url());
      sink.text(event.ip());
      sink.text(event.method());
      sink.int4(event.status());
      sink.int8(event.bytes());
      sink.text(event.referrer());
      sink.text(event.userAgent());
    }
  }

  /** A row of {@code late_events} (R8). */
  record LateEvent(String identity, DecidedRecord decision) implements Row {

    /** The columns of {@code late_events} in {@code docs/contract/schema.sql}. */
    public static final List<String> COLUMNS =
        List.of(
            "source_partition",
            "source_offset",
            "reason",
            "identity",
            "event_time",
            "lateness_micros",
            "raw",
            "raw_length",
            "raw_sha256");

    public static LateEvent of(String topic, DecidedRecord decision) {
      Event event = ((Outcome.Late) decision.outcome()).event();
      return new LateEvent(event.identity(topic, decision.record().position()), decision);
    }

    @Override
    public <E extends Exception> void writeTo(RowSink<E> sink) throws E {
      Outcome.Late late = (Outcome.Late) decision.outcome();
      sink.int4(position().partition());
      sink.int8(position().offset());
      sink.text(LATE);
      sink.text(identity);
      sink.timestamp(late.event().eventTimeMicros());
      sink.int8(late.latenessMicros());
      writeRaw(decision.record().value(), sink);
    }
  }

  /** A row of {@code dead_letters} (R8); the reason is a {@code Reason}'s code or refused. */
  record DeadLetter(String reason, DecidedRecord decision) implements Row {

    /** The columns of {@code dead_letters} in {@code docs/contract/schema.sql}. */
    public static final List<String> COLUMNS =
        List.of("source_partition", "source_offset", "reason", "raw", "raw_length", "raw_sha256");

    public static DeadLetter of(DecidedRecord decision) {
      return new DeadLetter(((Outcome.Malformed) decision.outcome()).reason().code(), decision);
    }

    static DeadLetter refused(DecidedRecord decision) {
      return new DeadLetter(Counts.REFUSED, decision);
    }

    @Override
    public <E extends Exception> void writeTo(RowSink<E> sink) throws E {
      sink.int4(position().partition());
      sink.int8(position().offset());
      sink.text(reason);
      writeRaw(decision.record().value(), sink);
    }
  }

  /** Compares as the database does, by the bytes of UTF-8. */
  private static int compareAsBytes(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    for (int i = 0; i < shorter; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        // Surrogates encode the characters that come after all others.
        boolean beyond = Character.isSurrogate(a);
        return beyond == Character.isSurrogate(b) ? a - b : beyond ? 1 : -1;
      }
    }
    return one.length() - other.length();
  }

  private static <E extends Exception> void writeRaw(byte[] value, RowSink<E> sink) throws E {
    if (value == null) {
      sink.bytes(null);
      sink.int4(null);
      sink.bytes(null);
      return;
    }
    boolean whole = value.length <= Limits.KEPT_BYTES;
    sink.bytes(whole ? value : Arrays.copyOf(value, Limits.KEPT_BYTES));
    sink.int4(value.length);
    sink.bytes(sha256(value));
  }

  private static byte[] sha256(byte[] value) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(value);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
