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

  /**
   * An input of a source's lines.
   *
   * @param partitions more than any envelope names
   * @param most the maximum number of records to take
   */
  public NdjsonInput(Source source, int partitions, long most) {
    super(source, "ndjson", partitions, most);
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
    private final EventDecoder decoder = new EventDecoder();
    private long runningMaximum;

    Envelopes(FactsCounter facts) {
      this.facts = facts;
    }

    @Override
    public InputRecord record(byte[] line, long number) {
      Envelope envelope = Envelope.read(line);
      if (envelope instanceof Envelope.Broken) {
        facts.brokenEnvelope();
      }
      return envelope instanceof Envelope.Sound sound
          ? unpacked(sound.record(), number)
          : plain(line);
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

    private InputRecord plain(byte[] line) {
      long hash = StableHash.of(line);
      if (decoder.decode(line) instanceof Decoded.Ok ok) {
        Event event = ok.event();
        runningMaximum =
            Math.max(runningMaximum, Math.floorDiv(event.eventTimeMicros(), MICROS_PER_MILLI));
        count(runningMaximum, event);
        hash = event.ip() == null ? hash : StableHash.of(event.ip());
      }
      int partition = StableHash.partition(hash, partitions());
      return new InputRecord(partition, runningMaximum, null, line, null);
    }

    private void count(long timestampMillis, Event event) {
      facts.event(timestampMillis, event.eventTimeMicros(), event.eventId());
    }
  }
}
