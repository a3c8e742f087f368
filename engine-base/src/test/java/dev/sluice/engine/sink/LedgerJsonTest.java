// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerJsonTest {

  private static final LedgerRow START = LedgerRow.start(0, 0);

  @Test
  void aRowIsReadBack() {
    LedgerRow row =
        new LedgerRow(
            7, 5, 1L << 40, Counts.of(Map.of("accepted", 3_000_000_000L, "filtered:bots", 1L)));
    byte[] value = LedgerJson.of("hits", row);
    assertEquals(
        "{\"topic\":\"hits\",\"partition\":7,\"first\":5,\"next\":1099511627776,"
            + "\"counts\":{\"accepted\":3000000000,\"filtered:bots\":1}}",
        new String(value, UTF_8).replaceAll("([:,]) ", "$1"));
    assertEquals(row, LedgerJson.row(value));
    assertEquals(START, LedgerJson.row(LedgerJson.of("hits", START)));
  }

  @Test
  void aPipelineIsReadBack() {
    for (Long lateness : new Long[] {null, 15_000_000L}) {
      for (String events : new String[] {null, "e5"}) {
        Pipeline pipeline =
            new Pipeline(
                1,
                "run",
                "cluster",
                "hits",
                "id",
                "a1",
                events,
                lateness,
                5,
                10_000,
                "l=1 m=2",
                "read_committed");
        assertEquals(pipeline, LedgerJson.pipeline(LedgerJson.of(pipeline)));
      }
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "{", "[]", "{\"partition\": 1}", "{\"partition\":\"x\"}", "hello"})
  void whatIsNotSluicesIsRefused(String text) {
    byte[] value = text == null ? null : text.getBytes(UTF_8);
    for (LedgerException refused :
        new LedgerException[] {
          assertThrows(LedgerException.class, () -> LedgerJson.row(value)),
          assertThrows(LedgerException.class, () -> LedgerJson.pipeline(value))
        }) {
      assertTrue(refused.getMessage().contains("not Sluice's: " + text), refused.getMessage());
    }
  }
}
