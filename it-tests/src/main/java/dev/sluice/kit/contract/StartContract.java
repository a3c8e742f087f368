// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kit.testbed.Events;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Schemas.LedgerLine;
import dev.sluice.kit.testbed.Topics;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineChild;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run starts at offsets that were fixed before the first record is read (R15). */
public abstract class StartContract extends HandMadeTest {

  /**
   * Aborted records and markers follow where it stopped. The offsets are not contiguous, but this
   * is not a {@code GAP}.
   */
  @Test
  void r15_resumeGoesOnAtTheLedgerAndANewPartitionBeginsAtZero() throws Exception {
    String topic = topics().create("resume", 1);
    topics().send(topic, 0, Events.good("a", 5));
    topics().deleteBefore(topic, 0, 2);
    Launch launch = launchOf(topic);
    assertEquals(Map.of(0, 2L), drainHeard(launch).starts(), "the earliest that is left");
    assertLedger(launch, Map.of(0, new LedgerLine(2, 5, Map.of("accepted", 3L))));

    try (Topics.Transaction aborted = topics().begin(topic)) {
      aborted.send(0, Events.good("aborted", 2));
      aborted.abort();
    }
    try (Topics.Transaction committed = topics().begin(topic)) {
      committed.send(0, Events.good("b", 2));
      committed.commit();
    }
    topics().grow(topic, 2);
    topics().send(topic, 1, Events.good("c", 2));
    Run second = drainHeard(launch);
    if (can(Capability.LEDGER)) {
      assertEquals(Map.of(0, 5L, 1, 0L), second.starts());
    }
    assertEquals(Map.of(0, 11L, 1, 2L), second.ends());
    assertEquals(
        List.of("0 2 e:a2", "0 3 e:a3", "0 4 e:a4", "0 8 e:b0", "0 9 e:b1", "1 0 e:c0", "1 1 e:c1"),
        accepted(launch));
    assertLedger(
        launch,
        Map.of(
            0,
            new LedgerLine(2, 10, Map.of("accepted", 5L)),
            1,
            new LedgerLine(0, 2, Map.of("accepted", 2L))));
  }

  @Requires(Capability.START)
  @Test
  void r15_earliestBeginsAtTheFirstRecordThatTheLogStillHas() throws Exception {
    String topic = topics().create("earliest", 1);
    topics().send(topic, 0, Events.good("a", 4));
    topics().deleteBefore(topic, 0, 2);
    Launch launch = launchOf(topic).with("start", "earliest");
    assertEquals(Map.of(0, 2L), drainHeard(launch).starts());
    assertEquals(List.of("0 2 e:a2", "0 3 e:a3"), accepted(launch));
    assertLedger(launch, Map.of(0, new LedgerLine(2, 4, Map.of("accepted", 2L))));
  }

  @Requires(Capability.START)
  @Test
  void r15_latestBeginsWithWhatIsSentFromThenOn() throws Exception {
    String topic = topics().create("latest", 1);
    topics().send(topic, 0, Events.good("before", 3));
    Launch launch = launchOf(topic).with("start", "latest").untilStopped();
    try (EngineChild child = launch.start()) {
      assertEquals(Map.of(0, 3L), offsets(child.awaitRunning(patience()), "starts"));
      topics().send(topic, 0, Events.good("after", 2));
      awaitRows(launch, child, 2);
      assertStopped(child.stop(patience()));
    }
    assertEquals(List.of("0 3 e:after0", "0 4 e:after1"), accepted(launch));
    assertLedger(launch, Map.of(0, new LedgerLine(3, 5, Map.of("accepted", 2L))));
  }

  /**
   * A record with exactly this timestamp is included. A partition without such a record starts at
   * its end.
   */
  @Requires(Capability.START)
  @Test
  void r15_aTimestampBeginsAtTheFirstRecordThatIsNotBeforeIt() throws Exception {
    String topic = topics().create("timestamp", 3);
    for (int second = 0; second < 3; second++) {
      topics().sendAt(Events.ARRIVED + second * 1_000L, topic, 0, Events.good("a" + second));
    }
    topics().send(topic, 1, Events.good("b"));
    // Events.ARRIVED is 00:00:10.
    Launch launch = launchOf(topic).with("start", "timestamp:2026-01-01T00:00:11Z");
    assertEquals(Map.of(0, 1L, 1, 1L, 2, 0L), drainHeard(launch).starts());
    assertEquals(List.of("0 1 e:a1", "0 2 e:a2"), accepted(launch));
    assertLedger(
        launch,
        Map.of(
            0,
            new LedgerLine(1, 3, Map.of("accepted", 2L)),
            1,
            new LedgerLine(1, 1, Map.of()),
            2,
            new LedgerLine(0, 0, Map.of())));
  }

  @Requires(Capability.START)
  @Test
  void r15_givenOffsetsAreWhereItBegins() throws Exception {
    String topic = topics().create("offsets", 2);
    topics().send(topic, 0, Events.good("a", 3));
    topics().send(topic, 1, Events.good("b", 2));
    Launch launch = launchOf(topic).with("start", "offsets:0=1,1=2");
    assertEquals(Map.of(0, 1L, 1, 2L), drainHeard(launch).starts());
    assertEquals(List.of("0 1 e:a1", "0 2 e:a2"), accepted(launch));
    assertLedger(
        launch,
        Map.of(0, new LedgerLine(1, 3, Map.of("accepted", 2L)), 1, new LedgerLine(2, 2, Map.of())));
  }

  /** The topic has three partitions, and offset 99 does not exist. */
  @ParameterizedTest
  @ValueSource(strings = {"offsets:0=1,1=0", "offsets:0=1,1=0,2=99", "sometime"})
  void r15_aStartThatFitsNotIsRefused(String start) {
    assertNames(refusal(launch(byHand()).with("start", start)), "start");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"earliest", "latest", "timestamp:2026-01-01T00:00:11Z", "offsets:0=0,1=0,2=0"})
  void r15_onALedgerThatExistsNothingButResumeIsTaken(String start) throws Exception {
    Launch launch = drained(byHand());
    Map<String, List<String>> before = content(launch);
    assertNames(refusal(launch.with("start", start)), "start");
    assertEquals(before, content(launch));
  }

  @ProvesDecline(Capability.START)
  @ParameterizedTest
  @ValueSource(
      strings = {"earliest", "latest", "timestamp:2026-01-01T00:00:11Z", "offsets:0=0,1=0,2=0"})
  void r17_everyStartButResumeIsRefused(String start) {
    assertNames(refusal(launch(byHand()).with("start", start)), "start", start);
  }
}
