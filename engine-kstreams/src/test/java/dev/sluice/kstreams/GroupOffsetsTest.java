// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.log.LogProbe;
import dev.sluice.engine.plan.RunPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GroupOffsetsTest {

  private static final TopicPartition P0 = new TopicPartition(TestPlans.TOPIC, 0);

  /** A plan that starts at the ledger's offsets, 5 and 9. */
  private static final RunPlan PLAN = plan(30_000);

  private static final LogProbe NO_PROBE =
      (partition, offset) -> {
        throw new AssertionError("the log must not be queried: " + partition + "@" + offset);
      };

  private final FakeGroup group = new FakeGroup();

  @Test
  void r15_theOffsetsOfAGroupWithoutMembersBecomeTheLedgers() throws Exception {
    group.committed.put(P0, new OffsetAndMetadata(40));

    follow(PLAN, ledger(5, 9), NO_PROBE);

    assertEquals(Map.of(0, 5L, 1, 9L), group.offsets());
  }

  /** What Kafka answers if a group has members; which one depends on the group's protocol. */
  static List<RuntimeException> refusalsForMembers() {
    return List.of(new UnknownMemberIdException("members"), new GroupNotEmptyException("members"));
  }

  @ParameterizedTest
  @MethodSource("refusalsForMembers")
  void r15_aGroupWithMembersKeepsItsOffsets(RuntimeException refusal) throws Exception {
    group.refusal = refusal;
    group.committed.put(P0, new OffsetAndMetadata(4));

    follow(PLAN, ledger(5, 9), NO_PROBE);

    assertEquals(Map.of(0, 4L), group.offsets());
    assertEquals(1, group.tries);
  }

  /**
   * The ledger's next offset is 5. A record from 5 on and below the committed offset would be
   * skipped; with none there, only transaction markers are in between.
   */
  @ParameterizedTest
  @CsvSource({
    "4, , 4", // behind: the ledger drops record 4
    "5, , 5", "8, , 8", // markers up to the log's end
    "8, 8, 8", // markers up to the committed offset
    "8, 9, 8", "8, 5, 5", // ahead: set to the ledger's offset when the members are gone
    "8, 7, 5"
  })
  void r15_offsetsThatWouldSkipARecordAreNotUsed(long committed, Long firstRecord, long used)
      throws Exception {
    group.refusal = new UnknownMemberIdException("members");
    group.triesUntilEmpty = 3;
    group.committed.put(P0, new OffsetAndMetadata(committed));

    follow(
        PLAN,
        ledger(5, 9),
        (partition, offset) -> {
          assertEquals(List.of(0, 5L), List.of(partition, offset));
          return firstRecord == null ? OptionalLong.empty() : OptionalLong.of(firstRecord);
        });

    assertEquals(used, group.offsets().get(0));
    assertEquals(used == 5 && committed != 5 ? 3 : 1, group.tries);
  }

  @Test
  void r15_partitionsWithoutALedgerRowOrACommittedOffsetAreNotAhead() throws Exception {
    group.refusal = new UnknownMemberIdException("members");
    group.committed.put(P0, null);
    group.committed.put(new TopicPartition(TestPlans.TOPIC, 7), new OffsetAndMetadata(100));

    follow(PLAN, ledger(5, 9), NO_PROBE);

    assertEquals(1, group.tries);
  }

  @Test
  void r13_membersThatStayAheadOfTheLedgerEndTheStartAtTheDeadline() {
    group.refusal = new GroupNotEmptyException("members");
    group.committed.put(P0, new OffsetAndMetadata(8));

    IllegalStateException thrown =
        assertThrows(
            IllegalStateException.class,
            () ->
                assertTimeoutPreemptively(
                    Duration.ofSeconds(30),
                    () ->
                        follow(plan(1), ledger(5, 9), (partition, from) -> OptionalLong.of(from))));

    assertTrue(thrown.getMessage().startsWith("group sluice-run-7 "), thrown.getMessage());
    assertEquals(Map.of(0, 8L), group.offsets());
  }

  @Test
  void r13_anyOtherRefusalEndsTheStartAtOnce() {
    group.refusal = new GroupAuthorizationException("sluice-run-7");

    ExecutionException thrown =
        assertThrows(ExecutionException.class, () -> follow(PLAN, ledger(5, 9), NO_PROBE));

    assertSame(group.refusal, thrown.getCause());
    assertEquals(1, group.tries);
  }

  /**
   * Another instance processes a record at each look. It moves the ledger first, then its offset,
   * so offsets that are read after the ledger could seem to be ahead.
   */
  @Test
  void r15_aRunningInstanceIsNotAheadOfItsOwnLedger() throws Exception {
    group.refusal = new UnknownMemberIdException("members");
    long[] next = {5};
    group.whenRead = () -> group.committed.put(P0, new OffsetAndMetadata(next[0]++));

    follow(
        PLAN,
        () -> new TreeMap<>(Map.of(0, next[0]++)),
        (partition, offset) -> OptionalLong.of(offset));

    assertEquals(1, group.tries);
  }

  private void follow(RunPlan plan, Supplier<SortedMap<Integer, Long>> ledger, LogProbe probe)
      throws Exception {
    new GroupOffsets(plan, "sluice-run-7", group, ledger, probe).follow();
  }

  private static RunPlan plan(long retryDeadlineMillis) {
    return new RunPlan(
        TestPlans.config(false, Map.of(), retryDeadlineMillis),
        "run-7",
        new TreeMap<>(Map.of(0, 5L, 1, 9L)),
        new TreeMap<>());
  }

  private static Supplier<SortedMap<Integer, Long>> ledger(long next0, long next1) {
    return () -> new TreeMap<>(Map.of(0, next0, 1, next1));
  }

  /** A group in memory. */
  private static final class FakeGroup implements GroupOffsets.Group {

    final Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();

    /** Why offsets cannot be set; null if they can. */
    RuntimeException refusal;

    /** From which try on they can be set nevertheless. */
    int triesUntilEmpty = Integer.MAX_VALUE;

    int tries;
    Runnable whenRead = () -> {};

    @Override
    public void set(Map<TopicPartition, OffsetAndMetadata> offsets) throws ExecutionException {
      tries++;
      if (refusal != null && tries < triesUntilEmpty) {
        throw new ExecutionException(refusal);
      }
      committed.putAll(offsets);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed() {
      whenRead.run();
      return committed;
    }

    /** The committed offsets by partition. */
    Map<Integer, Long> offsets() {
      Map<Integer, Long> offsets = new HashMap<>();
      committed.forEach((place, offset) -> offsets.put(place.partition(), offset.offset()));
      return offsets;
    }
  }
}
