// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkCapability;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkState;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.lab.oracle.OracleFold;
import dev.sluice.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every sink promises at its port, tested without an engine. A sink of your own is tested by a
 * class that extends this one and returns a bed. What must be there in the end is computed by the
 * oracle, which shares no code with a writer.
 */
@Timeout(120)
public abstract class SinkContract {

  private static final long DEAD_LETTERS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The third column of a ledger's row. */
  private static final Pattern NEXT = Pattern.compile("\\d+\\|\\d+\\|(\\d+)\\|");

  private SinkBed bed;
  private EngineConfig config;
  private Sink sink;

  /** An empty place, which the test closes. */
  protected abstract SinkBed open() throws IOException;

  @BeforeEach
  final void openBed() throws IOException {
    bed = open();
    use(30_000);
  }

  @AfterEach
  final void closeBed() throws IOException {
    bed.close();
  }

  /** Opens the sink with a deadline for retries. */
  private void use(long retryDeadlineMillis) {
    config = bed.config(config(retryDeadlineMillis));
    sink = bed.sink(config);
  }

  /** A configuration without a place. */
  static EngineConfig config(long retryDeadlineMillis) {
    return new EngineConfig(
        "test",
        new EngineConfig.Kafka("127.0.0.1:1", TestLog.TOPIC, Map.of()),
        new SinkSettings("memory", Map.of()),
        new EngineConfig.Decision("{}", null, null, 0, DEAD_LETTERS),
        "resume",
        false,
        false,
        1,
        new EngineConfig.Batching(1_000, 1_000),
        1_000,
        retryDeadlineMillis,
        1_000,
        "target");
  }

  /** A pipeline with these rules. */
  static Pipeline pipeline(String rules) {
    return new Pipeline(
        1, "run-1", "cluster", TestLog.TOPIC, "id", rules, null, null, 0, 5, "limits", "committed");
  }

  /** Begins a run of partitions from 0 on, at offset 0. */
  private RunPlan begin(int partitions) {
    SortedMap<Integer, Long> starts = new TreeMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      starts.put(partition, 0L);
    }
    SinkState begun = sink.begin(pipeline("rules"), starts, Deadline.in(PATIENCE));
    return new RunPlan(config, "run-1", new TreeMap<>(begun.next()), new TreeMap<>());
  }

  private LedgerWriter writer(RunPlan plan, TestLog log) {
    return LedgerWriter.open(plan, sink.writer(plan), log.probe());
  }

  private void write(RunPlan plan, TestLog log, List<DecidedRecord> records) {
    try (LedgerWriter writer = writer(plan, log)) {
      records.forEach(writer::add);
      writer.flush();
    }
  }

  /** The tables after the log's records of each partition below an offset. */
  private static SinkTables expected(TestLog log, Map<Integer, Long> below) {
    Map<Position, DecidedRecord> decided = new HashMap<>();
    SortedMap<Integer, Long> starts = new TreeMap<>();
    below.keySet().forEach(partition -> starts.put(partition, 0L));
    OracleFold fold =
        new OracleFold(
            TestLog.TOPIC,
            starts,
            record -> decided.get(record.position()),
            DEAD_LETTERS,
            (record, outcome) -> {});
    for (DecidedRecord record : log.all()) {
      Position at = record.record().position();
      if (at.offset() < below.getOrDefault(at.partition(), 0L)) {
        decided.put(at, record);
        fold.add(record.record());
      }
    }
    return SinkTables.of(fold.result());
  }

  private void assertTables(TestLog log, Map<Integer, Long> below) throws Exception {
    assertEquals(expected(log, below), bed.tables(), log::toString);
  }

  /** The batch of a partition's records, for the ledger's row as it was taken. */
  static Batch batch(SortedMap<Integer, LedgerRow> rows, List<DecidedRecord> records) {
    SortedMap<Integer, List<DecidedRecord>> byPartition = new TreeMap<>();
    for (DecidedRecord record : records) {
      byPartition
          .computeIfAbsent(record.record().position().partition(), p -> new ArrayList<>())
          .add(record);
    }
    return new Batch(TestLog.TOPIC, DEAD_LETTERS, byPartition, new TreeMap<>(rows));
  }

  @Test
  void r9_whatIsWrittenIsThere() throws Exception {
    TestLog log = TestLog.dense(1, 2, 200);
    RunPlan plan = begin(2);
    assertTables(log, Map.of(0, 0L, 1, 0L));
    write(plan, log, log.all());
    assertTables(log, Map.of(0, 200L, 1, 200L));
    try (LedgerReader reader = sink.reader()) {
      assertEquals(sink.state(Deadline.in(PATIENCE)).ledger(), reader.rows());
    }
  }

  @Test
  void r9_aReplayChangesNothing() throws Exception {
    TestLog log = TestLog.dense(2, 2, 100);
    RunPlan plan = begin(2);
    write(plan, log, log.all());
    write(plan, log, log.all());
    assertTables(log, Map.of(0, 100L, 1, 100L));
  }

  @Test
  void r9_anOverlapIsCutAtTheLedger() throws Exception {
    TestLog log = TestLog.dense(3, 1, 100);
    RunPlan plan = begin(1);
    write(plan, log, log.range(0, 0, 60));
    write(plan, log, log.range(0, 30, 100));
    assertTables(log, Map.of(0, 100L));
  }

  @Test
  void r9_aHoleInTheLogIsNoGap() throws Exception {
    TestLog log = TestLog.withHoles(4, 2, 100);
    RunPlan plan = begin(2);
    for (int from = 0; from < log.end(0); from += 37) {
      write(plan, log, log.range(0, from, from + 37));
    }
    write(plan, log, log.of(1));
    assertTables(log, Map.of(0, log.end(0), 1, log.end(1)));
  }

  @Test
  void r9_aGapIsRefusedAndNothingIsWritten() throws Exception {
    TestLog log = TestLog.dense(5, 2, 100);
    RunPlan plan = begin(2);
    write(plan, log, log.range(0, 0, 10));
    try (LedgerWriter writer = writer(plan, log)) {
      log.range(1, 0, 50).forEach(writer::add);
      log.range(0, 11, 50).forEach(writer::add);
      assertThrows(GapException.class, writer::flush);
    }
    assertTables(log, Map.of(0, 10L, 1, 0L));
  }

  @Test
  void r9_twoWritersOfAPartitionCountEachRecordOnce() throws Exception {
    TestLog log = TestLog.dense(6, 1, 100);
    RunPlan plan = begin(1);
    try (LedgerWriter one = writer(plan, log);
        LedgerWriter other = writer(plan, log)) {
      log.range(0, 0, 40).forEach(one::add);
      log.range(0, 0, 60).forEach(other::add);
      other.flush();
      flushOrBeFenced(one);
      log.range(0, 60, 100).forEach(other::add);
      other.flush();
    }
    assertTables(log, Map.of(0, 100L));
  }

  /** A sink may let an older writer find out by a failure that it was replaced. */
  private static void flushOrBeFenced(LedgerWriter writer) {
    try {
      writer.flush();
    } catch (LedgerException fenced) {
      assertFalse(fenced instanceof GapException, fenced::getMessage);
    }
  }

  @Test
  void r9_aZombiesCommitChangesNothing() throws Exception {
    TestLog log = TestLog.dense(7, 1, 100);
    RunPlan plan = begin(1);
    try (SinkWriter zombie = sink.writer(plan)) {
      SortedMap<Integer, LedgerRow> taken = zombie.take(Set.of(0), PATIENCE);
      write(plan, log, log.range(0, 0, 60));
      assertNothingIsDone(zombie, batch(taken, log.range(0, 0, 80)));
      assertTables(log, Map.of(0, 60L));
    }
  }

  private static void assertNothingIsDone(SinkWriter zombie, Batch batch) {
    assertFalse(isDone(zombie, batch));
  }

  @Test
  void r9_ofTwoPartitionsTheOneThatWasTakenOverIsLeftToItsNewWriter() throws Exception {
    TestLog log = TestLog.dense(8, 2, 100);
    RunPlan plan = begin(2);
    try (SinkWriter zombie = sink.writer(plan)) {
      SortedMap<Integer, LedgerRow> taken = zombie.take(Set.of(0, 1), PATIENCE);
      write(plan, log, log.range(1, 0, 60));
      List<DecidedRecord> both = new ArrayList<>(log.range(0, 0, 40));
      both.addAll(log.range(1, 0, 30));
      assertNothingIsDone(zombie, batch(taken, both));
    }
    // Without one commit, the other partition is committed or not, as the failure comes.
    long other = sink.state(Deadline.in(PATIENCE)).next().get(0);
    assertTrue(other == 0 || (other == 40 && !isOneCommit()), "next is " + other);
    assertTables(log, Map.of(0, other, 1, 60L));
    write(plan, log, log.all());
    assertTables(log, Map.of(0, 100L, 1, 100L));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r9_aFailedCommitLeavesAllOrNothing(boolean isReply) throws Exception {
    TestLog log = TestLog.dense(9, 2, 200);
    RunPlan plan = begin(2);
    try (SinkWriter writer = sink.writer(plan)) {
      SortedMap<Integer, LedgerRow> taken = writer.take(Set.of(0, 1), PATIENCE);
      lose(isReply);
      assertThrows(SinkFault.class, () -> writer.commit(batch(taken, log.all()), PATIENCE));
    }
    SortedMap<Integer, Long> next = sink.state(Deadline.in(PATIENCE)).next();
    assertTables(log, next);
    if (isOneCommit()) {
      long done = isReply ? 200 : 0;
      assertEquals(Map.of(0, done, 1, done), next);
    } else {
      assertEquals(Map.of(0, isReply ? 200L : 0L, 1, 0L), next);
    }
  }

  private boolean isOneCommit() {
    return !bed.declines().contains(SinkCapability.ONE_COMMIT);
  }

  private void lose(boolean isReply) {
    if (isReply) {
      bed.loseNextReply();
    } else {
      bed.loseNextRequest();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r9_aCommitWithAnUnknownOutcomeIsSettledByTheLedger(boolean isReply) throws Exception {
    TestLog log = TestLog.dense(10, 2, 200);
    RunPlan plan = begin(2);
    try (LedgerWriter writer = writer(plan, log)) {
      lose(isReply);
      log.all().forEach(writer::add);
      writer.flush();
    }
    assertTables(log, Map.of(0, 200L, 1, 200L));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void r9_aCommitWithAnUnknownOutcomeIsNotRepeatedOverAnotherWriters(boolean isReply)
      throws Exception {
    TestLog log = TestLog.dense(11, 1, 300);
    RunPlan plan = begin(1);
    try (SinkWriter writer = sink.writer(plan)) {
      SortedMap<Integer, LedgerRow> taken = writer.take(Set.of(0), PATIENCE);
      Batch batch = batch(taken, log.range(0, 0, 100));
      lose(isReply);
      assertThrows(SinkFault.class, () -> writer.commit(batch, PATIENCE));
      write(plan, log, log.range(0, 0, 200));
      assertNothingIsDone(writer, batch);
    }
    assertTables(log, Map.of(0, 200L));
    write(plan, log, log.range(0, 100, 300));
    assertTables(log, Map.of(0, 300L));
  }

  @Test
  void r13_aConnectionThatIsCutIsReplaced() throws Exception {
    TestLog log = TestLog.dense(12, 1, 200);
    RunPlan plan = begin(1);
    try (LedgerWriter writer = writer(plan, log)) {
      log.range(0, 0, 100).forEach(writer::add);
      writer.flush();
      bed.disconnect();
      log.range(0, 100, 200).forEach(writer::add);
      writer.flush();
    }
    assertTables(log, Map.of(0, 200L));
  }

  @Test
  void r13_whatRefusesToBeWrittenLosesNothing() throws Exception {
    use(700);
    TestLog log = TestLog.dense(13, 1, 200);
    RunPlan plan = begin(1);
    try (LedgerWriter writer = writer(plan, log)) {
      log.range(0, 0, 100).forEach(writer::add);
      writer.flush();
      bed.refuseWrites(true);
      log.range(0, 100, 200).forEach(writer::add);
      assertThrows(LedgerException.class, writer::flush);
      assertTables(log, Map.of(0, 100L));
      bed.refuseWrites(false);
      writer.flush();
    }
    assertTables(log, Map.of(0, 200L));
  }

  @Test
  void r13_anInterruptedThreadLeavesAllOrNothing() throws Exception {
    TestLog log = TestLog.dense(14, 1, 200);
    RunPlan plan = begin(1);
    boolean isDone;
    try (SinkWriter writer = sink.writer(plan)) {
      SortedMap<Integer, LedgerRow> taken = writer.take(Set.of(0), PATIENCE);
      Thread.currentThread().interrupt();
      isDone = isDone(writer, batch(taken, log.all()));
    } finally {
      assertTrue(Thread.interrupted(), "the interrupt was swallowed");
    }
    long next = sink.state(Deadline.in(PATIENCE)).next().get(0);
    assertTrue(next == 200 || (next == 0 && !isDone), "next is " + next);
    assertTables(log, Map.of(0, next));
    write(plan, log, log.all());
    assertTables(log, Map.of(0, 200L));
  }

  /** A sink may refuse by a result or by a failure. */
  private static boolean isDone(SinkWriter writer, Batch batch) {
    try {
      return writer.commit(batch, PATIENCE).isDone();
    } catch (SinkFault | LedgerException e) {
      return false;
    }
  }

  @Test
  void r9_rowsAndLedgerAreSeenTogether() throws Exception {
    TestLog log = TestLog.dense(15, 1, 2_000);
    RunPlan plan = begin(1);
    AtomicBoolean isWritten = new AtomicBoolean();
    Thread writing =
        new Thread(
            () -> {
              for (int from = 0; from < 2_000; from += 50) {
                write(plan, log, log.range(0, from, from + 50));
              }
              isWritten.set(true);
            });
    writing.start();
    try {
      while (writing.isAlive()) {
        SinkTables seen = bed.tables();
        assertEquals(expected(log, Map.of(0, next(seen))), seen);
      }
    } finally {
      writing.join();
    }
    assertTrue(isWritten.get(), "the writer failed");
    assertTables(log, Map.of(0, 2_000L));
  }

  private static long next(SinkTables tables) {
    Matcher row = NEXT.matcher(tables.ledger().get(0));
    assertTrue(row.lookingAt(), () -> tables.ledger().toString());
    return Long.parseLong(row.group(1));
  }

  @Test
  void r7_ofAnIdentityTheLowestPositionIsKeptInWhateverOrderTheyCome() throws Exception {
    TestLog log = TestLog.ofFewIdentities(16, 3, 100);
    RunPlan plan = begin(3);
    for (int partition : new int[] {2, 0, 1}) {
      write(plan, log, log.of(partition));
    }
    assertTables(log, Map.of(0, 100L, 1, 100L, 2, 100L));
  }

  @Test
  void r15_startRowsThatAreInsertedTwiceAreThereOnce() throws Exception {
    TestLog log = TestLog.dense(17, 2, 100);
    RunPlan plan = begin(1);
    write(plan, log, log.range(0, 0, 50));
    SinkState again =
        sink.begin(pipeline("rules"), new TreeMap<>(Map.of(0, 70L, 1, 0L)), Deadline.in(PATIENCE));
    assertEquals(Map.of(0, 50L, 1, 0L), again.next());
    assertEquals("run-1", again.pipeline().orElseThrow().runId());
    assertTables(log, Map.of(0, 50L, 1, 0L));
  }

  @Test
  void r15_aPartitionThatAppearsLaterStartsAtItsBeginning() throws Exception {
    TestLog log = TestLog.dense(18, 2, 100);
    RunPlan plan = begin(1);
    write(plan, log, log.all());
    assertTables(log, Map.of(0, 100L, 1, 100L));
  }

  @Test
  void r10_anotherPipelineChangesNothing() throws Exception {
    TestLog log = TestLog.dense(19, 1, 100);
    assertEquals(Optional.empty(), sink.state(Deadline.in(PATIENCE)).pipeline());
    write(begin(1), log, log.range(0, 0, 50));
    SinkState other =
        sink.begin(
            pipeline("other rules"), new TreeMap<>(Map.of(0, 0L, 7, 0L)), Deadline.in(PATIENCE));
    assertEquals(Optional.of(pipeline("rules")), other.pipeline());
    assertEquals(Map.of(0, 50L), other.next());
    assertTables(log, Map.of(0, 50L));
  }

  /** Writers that come, go, overlap and lose messages, in an order that the seed decides. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void r11_anyScheduleOfWritersLeavesTheTablesOfTheOracle(long seed) throws Exception {
    Random random = new Random(seed);
    TestLog log = TestLog.withHoles(seed, 3, 400);
    RunPlan plan = begin(3);
    List<LedgerWriter> writers = new ArrayList<>();
    try {
      for (int step = 0; step < 40; step++) {
        if (writers.size() < 3 || random.nextInt(4) == 0) {
          writers.add(writer(plan, log));
        }
        LedgerWriter writer = writers.get(random.nextInt(writers.size()));
        int partition = random.nextInt(3);
        long next = sink.state(Deadline.in(PATIENCE)).next().get(partition);
        long from = Math.max(0, next - random.nextInt(30));
        log.range(partition, from, next + 60 + random.nextInt(60)).forEach(writer::add);
        switch (random.nextInt(6)) {
          case 0 -> bed.loseNextReply();
          case 1 -> bed.loseNextRequest();
          case 2 -> bed.disconnect();
          default -> {}
        }
        if (random.nextInt(3) > 0) {
          flushOrLeave(writer, writers);
        }
      }
    } finally {
      writers.forEach(LedgerWriter::close);
    }
    write(plan, log, log.all());
    assertTables(log, Map.of(0, log.end(0), 1, log.end(1), 2, log.end(2)));
  }

  /** A writer that failed is given up, as an engine's task is. */
  private static void flushOrLeave(LedgerWriter writer, List<LedgerWriter> writers) {
    try {
      writer.flush();
    } catch (LedgerException e) {
      writer.close();
      writers.remove(writer);
    }
  }

  @Test
  void theLogsOfTheseTestsHaveEveryOutcome() {
    SinkTables tables = expected(TestLog.dense(1, 1, 200), Map.of(0, 200L));
    assertNotEquals(List.of(), tables.processed());
    assertNotEquals(List.of(), tables.late());
    assertNotEquals(List.of(), tables.deadLetters());
  }
}
