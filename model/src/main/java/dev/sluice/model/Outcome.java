// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.Objects;

/** What happens to one record: exactly one of these (R3). */
public sealed interface Outcome {

  /** The record is not an event; it is kept unchanged in {@code dead_letters}. */
  record Malformed(Reason reason) implements Outcome {
    public Malformed {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /** The named rule dropped the event; it is counted under that name and not kept. */
  record Filtered(String rule) implements Outcome {
    public Filtered {
      Objects.requireNonNull(rule, "rule");
    }
  }

  /**
   * The event took longer to arrive than allowed (R4).
   *
   * @param latenessMicros record timestamp − event time, in microseconds
   */
  record Late(Event event, long latenessMicros) implements Outcome {
    public Late {
      Objects.requireNonNull(event, "event");
    }
  }

  /** The event is a row of {@code processed_events}. */
  record Accepted(Event event) implements Outcome {
    public Accepted {
      Objects.requireNonNull(event, "event");
    }
  }
}
