// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.model.Event;
import dev.sluice.model.Outcome;
import dev.sluice.model.Reason;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests counts and their JSON. */
class CountsTest {

  @Test
  void readsWhatPostgresPrints() {
    Counts counts =
        Counts.parse(
            "{\"late\": 1, \"refused\": 2, \"accepted\": 30, \"filtered:a\": 4, \"filtered:b\": 5,"
                + " \"malformed:not_json\": 6, \"zero\": 0}");
    assertEquals(30, counts.accepted());
    assertEquals(1, counts.late());
    assertEquals(2, counts.refused());
    assertEquals(9, counts.filtered());
    assertEquals(6, counts.malformed());
    assertEquals(48, counts.sum());
    assertEquals(5, counts.get(Counts.filtered("b")));
    assertEquals(6, counts.get(Counts.malformed(Reason.NOT_JSON)));
    assertEquals(0, counts.get("zero"));
    assertEquals(6, counts.asMap().size());
  }

  @Test
  void writesOneLineWithSortedKeysAndReadsItBack() {
    Counts counts = Counts.of("late").plus("accepted", 2).plus("q\"\\\u0001\u00e9\uD83D\uDE00", 3);
    assertEquals(
        "{\"accepted\": 2, \"late\": 1, \"q\\\"\\\\\\u0001\u00e9\uD83D\uDE00\": 3}",
        counts.toJson());
    assertEquals(counts, Counts.parse(counts.toJson()));
    assertEquals("{}", Counts.NONE.toJson());
    assertEquals(Counts.NONE, Counts.parse(" { } "));
    assertEquals(Counts.of("a/b\n\t"), Counts.parse("{\"\\u0061\\/b\\n\\t\":1}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":-1}",
        "{\"a\":1.5}",
        "{\"a\":\"1\"}",
        "{\"a\":1,}",
        "{\"a\":1} x",
        "{\"a\":1,\"a\":2}",
        "{\"a:1}",
        "{\"\\x\":1}",
        "{\"\\u00\":1}",
        "{\"a\":99999999999999999999}"
      })
  void anythingElseIsRefused(String json) {
    assertThrows(IllegalArgumentException.class, () -> Counts.parse(json));
  }

  @Test
  void addsUpWithoutZerosAndNeverBelowZero() {
    Counts counts = Counts.of("a").plus(Counts.of("a")).plus(Counts.of("b"));
    assertEquals(Map.of("a", 2L, "b", 1L), counts.asMap());
    assertEquals(Counts.of("b"), counts.plus("a", -2));
    assertThrows(IllegalArgumentException.class, () -> counts.plus("a", -3));
    assertThrows(ArithmeticException.class, () -> counts.plus("a", Long.MAX_VALUE));
  }

  @Test
  void r3_eachOutcomeHasOneKey() {
    Event event = new Event("a", 0, "example.org", "/", null, null, null, null, null, null);
    assertEquals(
        List.of("accepted", "late", "filtered:bots", "malformed:bad_time"),
        List.of(
                new Outcome.Accepted(event),
                new Outcome.Late(event, 1),
                new Outcome.Filtered("bots"),
                new Outcome.Malformed(Reason.BAD_TIME))
            .stream()
            .map(Counts::key)
            .toList());
  }
}
