// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import java.util.ArrayList;
import java.util.List;

/** The events with an id that later ones may repeat: the latest few, and some from long ago. */
final class Originals {

  private static final int RECENT = 256;
  private static final int OLD = 64;

  private final SeededRandom random;
  private final List<Draft> recent = new ArrayList<>(RECENT);
  private final List<Draft> old = new ArrayList<>(OLD);

  Originals(SeededRandom random) {
    this.random = random;
  }

  boolean isEmpty() {
    return recent.isEmpty();
  }

  void remember(Draft draft) {
    // Large ones are not kept: a second copy of half a MiB tests nothing more.
    if (draft.eventId == null || draft.value.length > 20_000) {
      return;
    }
    put(recent, RECENT, draft);
    if (random.below(RECENT) == 0) {
      put(old, OLD, draft);
    }
  }

  Draft any() {
    return old.isEmpty() || random.chance(0.85) ? random.pick(recent) : random.pick(old);
  }

  /** The same id with other fields, so that it matters which of them is kept (R7). */
  Draft conflicting(Draft original) {
    Draft other = original.copy();
    switch (random.below(4)) {
      case 0 -> other.bytes = (long) random.below(1_000_000);
      case 1 -> {
        // Not before year 1, in which the earliest late events are.
        other.eventMicros += original.eventMicros > 0 ? -1 : 1;
        other.eventTime = TimeText.of(other.eventMicros, random);
      }
      case 2 -> {
        other.status = 503;
        other.traits |= Trait.FAILED_REQUESTS.bit();
      }
      default -> other.referrer = "https://again.example/" + random.below(100);
    }
    return other;
  }

  private void put(List<Draft> drafts, int limit, Draft draft) {
    if (drafts.size() < limit) {
      drafts.add(draft);
    } else {
      drafts.set(random.below(limit), draft);
    }
  }
}
