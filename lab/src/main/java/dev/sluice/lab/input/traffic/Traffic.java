// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import dev.sluice.lab.input.FactsCounter;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.lab.input.Label;
import dev.sluice.lab.input.StableHash;
import dev.sluice.model.Limits;
import dev.sluice.model.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One reading of the generated traffic. */
final class Traffic extends InputRecords {

  private static final long START_MILLIS = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
  private static final long MICROS_PER_MILLI = 1_000;

  /** Arrivals are 0 to 6 ms apart, so that 100,000 of them take five minutes. */
  private static final int MAX_STEP_MILLIS = 6;

  /** Runs with fewer records than this have none that is too large, since each costs half a MiB. */
  private static final long EVENTS_WITH_LARGE_ONES = 10_000;

  private static final int FAR_LARGER = 600_000;
  private static final Label TOO_LARGE = Label.malformed(Reason.RECORD_TOO_LARGE);
  private static final Label FROM_THE_FUTURE = Label.malformed(Reason.FROM_THE_FUTURE);

  private final SeededRandom random;
  private final long events;
  private final int partitions;
  private final TrafficProfile profile;
  private final FactsCounter facts;
  private final Requests requests;
  private final Arrivals arrivals;
  private final Originals originals;
  private final double malformed;
  private final double orFuture;
  private final double orDuplicate;
  private final List<Defect> deck = new ArrayList<>(Defect.ALL);
  private int dealt = deck.size();
  private long index;
  private long arrivalMillis = START_MILLIS;

  Traffic(long seed, long events, int partitions, TrafficProfile profile, FactsCounter facts) {
    this.random = new SeededRandom(seed);
    this.events = events;
    this.partitions = partitions;
    this.profile = profile;
    this.facts = facts;
    this.requests = new Requests(random, profile.share(TrafficShare.WITHOUT_EVENT_ID));
    this.arrivals = new Arrivals(random, profile);
    this.originals = new Originals(random);
    this.malformed = profile.share(TrafficShare.MALFORMED);
    this.orFuture = malformed + profile.share(TrafficShare.FUTURE);
    this.orDuplicate = orFuture + profile.share(TrafficShare.DUPLICATES);
  }

  @Override
  protected InputRecord advance() {
    if (index == events) {
      return null;
    }
    arrivalMillis += random.below(MAX_STEP_MILLIS + 1);
    InputRecord record = large();
    if (record == null) {
      double kind = random.fraction();
      if (kind < malformed) {
        record = malformed();
      } else if (kind < orFuture) {
        record = fromTheFuture();
      } else if (kind < orDuplicate && !originals.isEmpty()) {
        record = duplicate();
      } else {
        record = original();
      }
    }
    index++;
    return facts.record(record);
  }

  /**
   * One of the three records of a long run that are as large as allowed or larger, or null. There
   * are none if nothing should be malformed.
   */
  private InputRecord large() {
    if (events < EVENTS_WITH_LARGE_ONES || malformed == 0) {
      return null;
    }
    long quarter = events / 4;
    if (index == quarter) {
      return defective(TOO_LARGE, Defect.padded(timely().fields(random), Limits.RECORD_BYTES + 1));
    }
    if (index == 2 * quarter) {
      return defective(TOO_LARGE, Defect.padded(timely().fields(random), FAR_LARGER));
    }
    if (index == 3 * quarter && malformed < 1) {
      Draft draft = timely();
      return event(draft, Defect.padded(draft.fields(random), Limits.RECORD_BYTES));
    }
    return null;
  }

  private InputRecord malformed() {
    if (dealt == deck.size()) {
      shuffle();
      dealt = 0;
    }
    Defect defect = deck.get(dealt++);
    return defective(defect.label(), defect.value(timely().fields(random), random));
  }

  /** Shuffles the defects like cards, so that short runs contain every defect too. */
  private void shuffle() {
    for (int i = deck.size() - 1; i > 0; i--) {
      Collections.swap(deck, i, random.below(i + 1));
    }
  }

  private InputRecord defective(Label label, byte[] value) {
    int partition = random.below(partitions);
    return new InputRecord(partition, arrivalMillis, key(null), value, label);
  }

  private InputRecord fromTheFuture() {
    Draft draft = requests.draft(arrivals.traits());
    arrivals.ahead(draft, arrivalMicros());
    byte[] value = draft.fields(random).bytes();
    facts.event(arrivalMillis, draft.eventMicros, draft.eventId);
    return new InputRecord(partition(draft), arrivalMillis, key(draft), value, FROM_THE_FUTURE);
  }

  private InputRecord original() {
    int traits = arrivals.traits();
    Draft draft = requests.draft(traits & ~Arrivals.LATE);
    if ((traits & Arrivals.LATE) != 0) {
      arrivals.late(draft, arrivalMicros());
    } else {
      arrivals.timely(draft, arrivalMicros());
      if (draft.traits == 0 && random.chance(profile.share(TrafficShare.BOUNDARIES))) {
        random.pick(Boundary.ALL).applyTo(draft, arrivalMicros());
        draft.eventTime = TimeText.of(draft.eventMicros, random);
      }
    }
    return event(draft, draft.fields(random).bytes());
  }

  private Draft timely() {
    Draft draft = requests.draft(0);
    arrivals.timely(draft, arrivalMicros());
    return draft;
  }

  private InputRecord event(Draft draft, byte[] value) {
    draft.value = value;
    draft.partition = partition(draft);
    originals.remember(draft);
    facts.event(arrivalMillis, draft.eventMicros, draft.eventId);
    Label label = draft.label(arrivalMicros());
    return new InputRecord(draft.partition, arrivalMillis, key(draft), value, label);
  }

  private InputRecord duplicate() {
    Draft original = originals.any();
    int partition = original.partition;
    if (partitions > 1 && random.chance(profile.share(TrafficShare.ACROSS_PARTITIONS))) {
      partition = (partition + 1 + random.below(partitions - 1)) % partitions;
    }
    byte[] value = original.value;
    int traits = original.traits;
    long eventMicros = original.eventMicros;
    if (random.chance(profile.share(TrafficShare.CONFLICTS))) {
      Draft other = originals.conflicting(original);
      value = other.fields(random).bytes();
      traits = other.traits;
      eventMicros = other.eventMicros;
    }
    facts.event(arrivalMillis, eventMicros, original.eventId);
    Label label = Draft.label(traits, eventMicros, arrivalMicros());
    return new InputRecord(partition, arrivalMillis, key(original), value, label);
  }

  private int partition(Draft draft) {
    return StableHash.partition(draft.clientHash, partitions);
  }

  /** Any key is valid (R1); nothing depends on it. */
  private byte[] key(Draft draft) {
    String text =
        switch (random.below(5)) {
          case 0 -> draft == null ? "" : draft.ip;
          case 1 -> draft == null ? "κλειδί" : draft.eventId;
          default -> null;
        };
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private long arrivalMicros() {
    return arrivalMillis * MICROS_PER_MILLI;
  }
}
