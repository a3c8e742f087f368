// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.envelope;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.FactsCounter;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.LineInput;
import dev.sluice.lab.input.LineReader;
import dev.sluice.lab.input.Source;
import dev.sluice.lab.input.StableHash;
import dev.sluice.model.Decoded;
import dev.sluice.model.Event;
import dev.sluice.model.EventDecoder;
import dev.sluice.model.EventMapping;
import java.util.OptionalInt;

/**
 * Envelopes and plain values, one per line. Every line that is not empty becomes a record: what is
 * not a valid envelope becomes the value of a record unchanged.
 *
 * <p>A plain line's record timestamp is the running maximum of the times so far: its own and
 * earlier events' times, and earlier envelopes' timestamps. Before the first of them it is 0, which
 * means absent.
 */
public final class NdjsonInput extends LineInput {

  private static final long MICROS_PER_MILLI = 1_000;

  private final EventMapping mapping;

  /**
   * An input of a source's lines.
   *
   * @param mapping where the values' fields are, or null for the contract's own names
   * @param partitions more than any envelope names
   * @param most the maximum number of records to take
   */
  public NdjsonInput(Source source, EventMapping mapping, int partitions, long most) {
    super(source, "ndjson", partitions, most);
    this.mapping = mapping;
  }

  /** How many partitions the source's envelopes need, or empty where it has no envelopes. */
  public static OptionalInt partitionsNamed(Source source, long most) {
    int named = 0;
    try (LineReader lines = source.lines()) {
      byte[] line = lines.next();
      for (long records = 0; records < most && line != null; line = lines.next()) {
        records += line.length == 0 ? 0 : 1;
        if (Envelope.read(line) instanceof Envelope.Sound sound) {
          named = Math.max(named, sound.record().partition() + 1);
        }
      }
    }
    return named == 0 ? OptionalInt.empty() : OptionalInt.of(named);
  }

  @Override
  protected Reading reading(FactsCounter counter) {
    return new Envelopes(counter);
  }

  private final class Envelopes implements Reading {

    private final FactsCounter facts;
    private final EventDecoder decoder =
        mapping == null ? new EventDecoder() : new EventDecoder(mapping);
    private long runningMaximum;

    Envelopes(FactsCounter facts) {
      this.facts = facts;
    }

    @Override
    public InputRecord record(byte[] line, long number) {
      Envelope envelope = Envelope.read(line);
      return envelope instanceof Envelope.Sound sound
          ? unpacked(sound.record(), number)
          : plain(line, envelope instanceof Envelope.Broken);
    }

    private InputRecord unpacked(InputRecord record, long number) {
      if (record.partition() >= partitions()) {
        throw new ConfigException(
            "--partitions",
            "%d are too few: line %d of %s names partition %d"
                .formatted(partitions(), number, name(), record.partition()));
      }
      runningMaximum = Math.max(runningMaximum, record.timestampMillis());
      if (decoder.decode(record.value()) instanceof Decoded.Ok ok) {
        count(record.timestampMillis(), ok.event());
      }
      return record;
    }

    /** A line's own record; an event may look like an envelope by a mapping's names. */
    private InputRecord plain(byte[] line, boolean looksLikeAnEnvelope) {
      long hash = StableHash.of(line);
      if (decoder.decode(line) instanceof Decoded.Ok ok) {
        Event event = ok.event();
        runningMaximum =
            Math.max(runningMaximum, Math.floorDiv(event.eventTimeMicros(), MICROS_PER_MILLI));
        count(runningMaximum, event);
        hash = event.ip() == null ? hash : StableHash.of(event.ip());
      } else if (looksLikeAnEnvelope) {
        facts.brokenEnvelope();
      }
      int partition = StableHash.partition(hash, partitions());
      return new InputRecord(partition, runningMaximum, null, line, null);
    }

    private void count(long timestampMillis, Event event) {
      facts.event(timestampMillis, event.eventTimeMicros(), event.eventId());
    }
  }
}
