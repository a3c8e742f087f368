// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import dev.sluice.model.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The ways in which an event can be exactly at a limit; it is an event like any other. */
enum Boundary {
  AS_LATE_AS_ALLOWED {
    @Override
    void applyTo(Draft draft, long arrivalMicros) {
      draft.eventMicros = arrivalMicros - Draft.ALLOWED_LATENESS_MICROS;
    }
  },
  AS_EARLY_AS_ALLOWED {
    @Override
    void applyTo(Draft draft, long arrivalMicros) {
      draft.eventMicros = arrivalMicros + Draft.ALLOWED_SKEW_MICROS;
    }
  },
  AHEAD_BY_A_MICROSECOND {
    @Override
    void applyTo(Draft draft, long arrivalMicros) {
      draft.eventMicros = arrivalMicros + 1;
    }
  },
  NESTED_AS_DEEP_AS_ALLOWED {
    @Override
    void applyTo(Draft draft, long arrivalMicros) {
      draft.unknownName = "nested";
      int inner = Limits.NESTING - 1;
      draft.unknownValue = "[".repeat(inner) + "]".repeat(inner);
    }
  },
  LONGEST_NUMBER {
    @Override
    void applyTo(Draft draft, long arrivalMicros) {
      draft.unknownName = "number";
      draft.unknownValue = "-1." + "3".repeat(Limits.NUMBER_LENGTH - 7) + "e+99";
    }
  },
  LONGEST_URL {
    @Override
    void applyTo(Draft draft, long arrivalMicros) {
      draft.url = "/?q=" + "u".repeat(Limits.TEXT_BYTES - 4);
    }
  },
  LONGEST_REFERRER_IN_TWO_BYTE_LETTERS {
    @Override
    void applyTo(Draft draft, long arrivalMicros) {
      draft.referrer = "é".repeat(Limits.TEXT_BYTES / 2);
    }
  },
  LONGEST_EVENT_ID {
    @Override
    void applyTo(Draft draft, long arrivalMicros) {
      if (draft.eventId != null) {
        int used = draft.eventId.getBytes(StandardCharsets.UTF_8).length;
        draft.eventId += "i".repeat(Limits.EVENT_ID_BYTES - used);
      }
    }
  },
  LONGEST_METHOD {
    @Override
    void applyTo(Draft draft, long arrivalMicros) {
      draft.method = "M".repeat(Limits.TOKEN_BYTES);
    }
  },
  UNKNOWN_FIELD_TWICE {
    @Override
    void applyTo(Draft draft, long arrivalMicros) {
      draft.unknownName = "headers";
      draft.unknownValue = "{\"host\":1,\"host\":2},\"headers\":[]";
    }
  };

  static final List<Boundary> ALL = List.of(values());

  /** Changes a plain event so that it is at the limit. */
  abstract void applyTo(Draft draft, long arrivalMicros);
}
