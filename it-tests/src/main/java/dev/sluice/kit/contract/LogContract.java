// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kit.fault.Freeze;
import dev.sluice.kit.testbed.Events;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Schemas.LedgerLine;
import dev.sluice.kit.testbed.Topics;
import dev.sluice.lab.engine.EngineChild;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Changes of the log while an engine reads it, or between two runs (R1, R9, R10, R15). */
public abstract class LogContract extends HandMadeTest {

  /**
   * Four times the default time for which a broker holds a fetch request open if there are no
   * records.
   */
  private static final long FETCHES_ARE_ANSWERED_MILLIS = 2_000;

  /** In record timestamps; see {@link Topics#createCompacted}. */
  private static final long CLOSES_A_SEGMENT_MILLIS = 2_000;

  /** A record outside transactions waits for the end of a transaction that began before it. */
  @Test
  void r1_whatFollowsAnOpenTransactionWaitsForItsEnd() throws Exception {
    String topic = topics().create("open", 2);
    topics().send(topic, 0, Events.good("a"));
    Launch launch = launchOf(topic).untilStopped();
    try (EngineChild child = launch.start();
        Topics.Transaction committed = topics().begin(topic);
        Topics.Transaction aborted = topics().begin(topic)) {
      awaitRows(launch, child, 1);
      aborted.send(0, Events.good("aborted"));
      committed.send(0, Events.good("b", 2));
      topics().send(topic, 0, Events.good("c", 2));
      topics().send(topic, 1, Events.good("elsewhere"));
      awaitRows(launch, child, 2);
      committed.commit();
      topics().send(topic, 1, Events.good("and"));
      awaitRows(launch, child, 3);
      assertEquals(List.of("0 0 e:a", "1 0 e:elsewhere", "1 1 e:and"), accepted(launch));
      aborted.abort();
      awaitRows(launch, child, 7);
      assertStopped(child.stop(patience()));
    }
    assertEquals(
        List.of(
            "0 0 e:a",
            "0 2 e:b0",
            "0 3 e:b1",
            "0 4 e:c0",
            "0 5 e:c1",
            "1 0 e:elsewhere",
            "1 1 e:and"),
        accepted(launch));
  }

  @Thorough
  @Test
  void r15_aPartitionAddedDuringARunIsReadFromItsBeginning() throws Exception {
    String topic = topics().create("growing", 1);
    topics().send(topic, 0, Events.good("a", 2));
    Launch launch = launchOf(topic).untilStopped();
    try (EngineChild child = launch.start()) {
      awaitRows(launch, child, 2);
      topics().grow(topic, 2);
      topics().send(topic, 1, Events.good("b", 3));
      awaitRows(launch, child, 5);
      assertStopped(child.stop(patience()));
    }
    assertEquals(
        List.of("0 0 e:a0", "0 1 e:a1", "1 0 e:b0", "1 1 e:b1", "1 2 e:b2"), accepted(launch));
    assertLedger(
        launch,
        Map.of(
            0,
            new LedgerLine(0, 2, Map.of("accepted", 2L)),
            1,
            new LedgerLine(0, 3, Map.of("accepted", 3L))));
  }

  /** The engine is frozen while the records are sent and deleted, so it cannot have read them. */
  @Test
  void r9_recordsDeletedDuringARunBeforeTheyWereReadAreAGap() throws Exception {
    String topic = topics().create("deleted", 1);
    topics().send(topic, 0, Events.good("a", 3));
    Launch launch = launchOf(topic).untilStopped();
    try (EngineChild child = launch.start()) {
      awaitRows(launch, child, 3);
      try (Freeze frozen = Freeze.ofTree(child.pid())) {
        // A pending fetch request would deliver the records before they are deleted.
        TimeUnit.MILLISECONDS.sleep(FETCHES_ARE_ANSWERED_MILLIS);
        topics().send(topic, 0, Events.good("b", 10));
        topics().deleteBefore(topic, 0, 8);
        assertEquals(3, accepted(launch).size(), () -> frozen + ": has read the records");
      }
      assertNames(failure(child, 1), "GAP", topic + "-0", "8");
    }
    assertEquals(List.of("0 0 e:a0", "0 1 e:a1", "0 2 e:a2"), accepted(launch));
    assertLedger(launch, Map.of(0, new LedgerLine(0, 3, Map.of("accepted", 3L))));
  }

  /**
   * The new topic stays empty meanwhile: a client that finds a record at its position cannot detect
   * that it belongs to another topic.
   */
  @Test
  void r10_aTopicCreatedAnewDuringARunIsNotReadOn() throws Exception {
    String topic = topics().create("recreated", 1);
    topics().send(topic, 0, Events.good("a", 3));
    Launch launch = launchOf(topic).untilStopped();
    try (EngineChild child = launch.start()) {
      awaitRows(launch, child, 3);
      topics().createAnew(topic, 1);
      assertNames(failure(child, 2), "kafka.topic");
    }
    assertEquals(List.of("0 0 e:a0", "0 1 e:a1", "0 2 e:a2"), accepted(launch));
    assertLedger(launch, Map.of(0, new LedgerLine(0, 3, Map.of("accepted", 3L))));
  }

  /**
   * Compacts records below the ledger, and just above it, where the next record then has a higher
   * offset.
   */
  @Thorough
  @Test
  void r9_whatCompactionTakesIsNoGap() throws Exception {
    String topic = topics().createCompacted("compacted");
    for (String record : List.of("a0", "b0", "c0")) {
      send(topic, Events.ARRIVED, record);
    }
    Launch launch = launchOf(topic);
    drain(launch);
    for (String record : List.of("d0", "a1", "d1", "b1")) {
      send(topic, Events.ARRIVED, record);
    }
    send(topic, Events.ARRIVED + CLOSES_A_SEGMENT_MILLIS, "e0");
    topics().awaitCompacted(topic, List.of(2L, 4L, 5L, 6L, 7L));

    drain(launch);
    assertEquals(
        List.of("0 0 e:a0", "0 1 e:b0", "0 2 e:c0", "0 4 e:a1", "0 5 e:d1", "0 6 e:b1", "0 7 e:e0"),
        accepted(launch));
    assertLedger(launch, Map.of(0, new LedgerLine(0, 8, Map.of("accepted", 7L))));

    Launch fresh = launchOf(topic);
    drain(fresh);
    assertEquals(
        List.of("0 2 e:c0", "0 4 e:a1", "0 5 e:d1", "0 6 e:b1", "0 7 e:e0"), accepted(fresh));
    assertLedger(fresh, Map.of(0, new LedgerLine(0, 8, Map.of("accepted", 5L))));
  }

  /** Sends a record whose key is its first letter. */
  private void send(String topic, long timestamp, String record) throws Exception {
    topics().sendKeyed(timestamp, topic, record.substring(0, 1), Events.good(record));
  }
}
