// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartOptionTest {

  @Test
  void r15_readsEveryOption() {
    assertEquals(new StartOption.Resume(), StartOption.parse("resume"));
    assertEquals(new StartOption.Earliest(), StartOption.parse("earliest"));
    assertEquals(new StartOption.Latest(), StartOption.parse("latest"));
    assertEquals(
        new StartOption.Timestamp(Instant.ofEpochSecond(1_795_333_200)),
        StartOption.parse("timestamp:2026-11-22T07:40:00Z"));
    assertEquals(
        new StartOption.Offsets(new TreeMap<>(Map.of(0, 15L, 1, 7L))),
        StartOption.parse("offsets:0=15,1=7"));
    assertEquals(
        new StartOption.Restored(StartOption.Saved.SAVEPOINT, "/a b/savepoint-1"),
        StartOption.parse("savepoint:/a b/savepoint-1"));
    assertEquals(
        new StartOption.Restored(StartOption.Saved.CHECKPOINT, "file:/a/chk-3"),
        StartOption.parse("checkpoint:file:/a/chk-3"));
  }

  @ParameterizedTest
  @CsvSource({
    "resume, true",
    "savepoint:/a, true",
    "checkpoint:/a, true",
    "earliest, false",
    "latest, false",
    "timestamp:2026-11-22T07:40:00Z, false",
    "'offsets:0=15', false"
  })
  void r15_stateOfTheEnginesOwnIsResumedLikeTheLedger(String text, boolean resumes) {
    assertEquals(resumes, StartOption.parse(text).resumes());
  }

  @Test
  void r15_isWrittenAsItWasRead() {
    for (String text : new String[] {"savepoint:/a b", "checkpoint:s3://c/chk-1"}) {
      assertEquals(text, ((StartOption.Restored) StartOption.parse(text)).text());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Earliest",
        "earliest ",
        "timestamp:",
        "timestamp:2026-11-22",
        "timestamp:2026-11-22T07:40:00",
        "timestamp:1969-12-31T23:59:59Z",
        "timestamp:+1000000000-12-31T23:59:59.999999999Z",
        "offsets:",
        "offsets:0=",
        "offsets:0=1,",
        "offsets:0=1,0=2",
        "offsets:-1=1",
        "offsets:0=-1",
        "offsets: 0=1",
        "offsets:0=1 ,1=2",
        "offsets:9999999999=1",
        "offsets:0=9999999999999999999",
        "savepoint",
        "savepoint:",
        "checkpoint: ",
        "Savepoint:/a"
      })
  void r15_refusesEverythingElseByName(String text) {
    String message =
        assertThrows(ConfigException.class, () -> StartOption.parse(text)).getMessage();
    assertTrue(message.startsWith("start: \"" + text + "\" is not "), message);
  }
}
