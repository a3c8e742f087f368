// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.plan.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checkpoints are written here as Spark writes them: {@code sources/0/0} is where the first batch
 * starts, {@code offsets/N} what batch N was planned to read up to, {@code commits/N} that it was
 * processed.
 */
@ExtendWith(LocalSpark.Extension.class)
class CheckpointsTest {

  private final SparkSession spark;
  private final Path stateDir;
  private final Path run;

  CheckpointsTest(SparkSession spark, @TempDir Path stateDir) {
    this.spark = spark;
    this.stateDir = stateDir;
    this.run = stateDir.resolve("spark").resolve("run-7");
  }

  @Test
  void r10_theFirstCheckpointOfARunIsInAFolderOfThatRun() throws IOException {
    assertEquals(run.resolve("checkpoint-0"), choose(Map.of(0, 5L)));
  }

  @Test
  void r10_aCheckpointOfAnotherRunIsNotUsed() throws IOException {
    committed(stateDir.resolve("spark").resolve("run-8").resolve("checkpoint-3"), 0, "{\"0\":5}");

    assertEquals(run.resolve("checkpoint-0"), choose(Map.of(0, 5L)));
  }

  /** The ledger is at 5 in partition 0, and at 9 in partition 1. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"0\":5,\"1\":9}          | checkpoint-0 | at the ledger",
        "{\"0\":4,\"1\":0}          | checkpoint-0 | behind it: records that are read again are dropped",
        "{\"0\":6,\"1\":9}          | checkpoint-1 | ahead of it: a record would be skipped",
        "{\"0\":0,\"1\":10}         | checkpoint-1 | ahead of it in one partition",
        "{\"0\":5}                  | checkpoint-0 | without a partition that the ledger has",
        "{\"0\":5,\"1\":9,\"2\":0}  | checkpoint-0 | with one that the ledger will start at 0",
        "{\"0\":5,\"1\":9,\"2\":1}  | checkpoint-1 | ahead of that one",
        "{\"0\":5000000000,\"1\":9} | checkpoint-1 | far ahead"
      })
  void r15_aCheckpointIsContinuedUnlessItIsAheadOfTheLedger(
      String offsets, String expected, String why) throws IOException {
    committed(run.resolve("checkpoint-0"), 0, offsets);

    assertEquals(run.resolve(expected), choose(Map.of(0, 5L, 1, 9L)), why);
  }

  @Test
  void r15_aCheckpointAheadOfTheLedgerIsLeftAsItIs() throws IOException {
    committed(run.resolve("checkpoint-0"), 0, "{\"0\":6}");
    Map<String, String> before = files();

    assertEquals(run.resolve("checkpoint-1"), choose(Map.of(0, 5L)));

    assertEquals(before, files());
  }

  @Test
  void r15_theNewestCheckpointCounts() throws IOException {
    committed(run.resolve("checkpoint-0"), 0, "{\"0\":90}");
    committed(run.resolve("checkpoint-1"), 0, "{\"0\":5}");
    assertEquals(run.resolve("checkpoint-1"), choose(Map.of(0, 5L)));

    committed(run.resolve("checkpoint-2"), 0, "{\"0\":7}");
    assertEquals(run.resolve("checkpoint-3"), choose(Map.of(0, 5L)));
  }

  /** As text, 9 is after 10. */
  @Test
  void r15_theNewestBatchOfACheckpointCounts() throws IOException {
    Path checkpoint = run.resolve("checkpoint-0");
    committed(checkpoint, 9, "{\"0\":5}");
    committed(checkpoint, 10, "{\"0\":6}");

    assertEquals(run.resolve("checkpoint-1"), choose(Map.of(0, 5L)));
    assertEquals(checkpoint, choose(Map.of(0, 6L)));
  }

  /** Spark repeats such a batch from its start, which is the end of the batch before. */
  @Test
  void r15_aBatchThatWasPlannedAndNotCommittedIsNotAhead() throws IOException {
    Path checkpoint = run.resolve("checkpoint-0");
    committed(checkpoint, 0, "{\"0\":5}");
    planned(checkpoint, 1, "{\"0\":800}");

    assertEquals(checkpoint, choose(Map.of(0, 5L)));
  }

  @ParameterizedTest
  @CsvSource({
    "a folder, with a space",
    "ä, and letters beyond ASCII",
    "100%25, and a percent sign"
  })
  void r15_theChoiceDoesNotDependOnTheNameOfTheFolder(String name, String why) throws IOException {
    Path folder = stateDir.resolve(name);
    RunPlan plan = TestPlans.endless(Map.of(0, 5L), folder);
    committed(folder.resolve("spark/run-7/checkpoint-0"), 0, "{\"0\":6}");

    String chosen = Checkpoints.choose(spark, hadoop(folder), plan);

    assertEquals(folder.resolve("spark/run-7/checkpoint-1"), asSparkReads(chosen), why);
  }

  /** Spark keeps where its first batch starts, and uses that until a batch is committed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"0\":5,\"1\":9} | checkpoint-0 | at the ledger",
        "{\"0\":4,\"1\":9} | checkpoint-0 | behind it",
        "{\"0\":5}         | checkpoint-0 | without a partition that the ledger has",
        "{\"0\":6,\"1\":9} | checkpoint-1 | ahead of it, after tables were restored"
      })
  void r15_aCheckpointWithoutACommittedBatchIsWhereItsFirstBatchStarts(
      String initial, String expected, String why) throws IOException {
    Path checkpoint = run.resolve("checkpoint-0");
    started(checkpoint, initial);
    assertEquals(run.resolve(expected), choose(Map.of(0, 5L, 1, 9L)), why);

    planned(checkpoint, 0, "{\"0\":800,\"1\":800}");
    assertEquals(run.resolve(expected), choose(Map.of(0, 5L, 1, 9L)), why + ", planned");
  }

  @Test
  void r15_aCheckpointThatWasNotStartedTakesTheLedgersOffsets() throws IOException {
    Files.createDirectories(run.resolve("checkpoint-0/offsets"));

    assertEquals(run.resolve("checkpoint-0"), choose(Map.of(0, 5L)));
  }

  @Test
  void r15_whereTheFirstBatchStartedDoesNotMatterOnceABatchIsCommitted() throws IOException {
    Path checkpoint = run.resolve("checkpoint-0");
    started(checkpoint, "{\"0\":3}");
    committed(checkpoint, 0, "{\"0\":6}");

    assertEquals(run.resolve("checkpoint-1"), choose(Map.of(0, 5L)));
    assertEquals(checkpoint, choose(Map.of(0, 6L)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"offsets/1", "commits/1", "offsets/2", "sources/0/0"})
  void r15_theLedgerIsUsedInsteadOfACheckpointThatCannotBeReadAndIsLeftAsItIs(String file)
      throws IOException {
    Path checkpoint = run.resolve("checkpoint-0");
    started(checkpoint, "{\"0\":3}");
    if (!file.startsWith("sources")) {
      committed(checkpoint, 0, "{\"0\":4}");
      committed(checkpoint, 1, "{\"0\":5}");
    }
    for (String broken : new String[] {"", "v9\n{}\n{\"web\":{\"0\":5}}", "v1\n{\"web\""}) {
      Files.writeString(checkpoint.resolve(file), broken);
      Map<String, String> before = files();

      assertEquals(run.resolve("checkpoint-1"), choose(Map.of(0, 5L)), broken);

      assertEquals(before, files());
    }
  }

  @Test
  void r15_theLedgerIsUsedInsteadOfACheckpointThatCommittedABatchWithoutItsOffsets()
      throws IOException {
    Path checkpoint = run.resolve("checkpoint-0");
    committed(checkpoint, 0, "{\"0\":5}");
    committed(checkpoint, 1, "{\"0\":5}");
    Files.delete(checkpoint.resolve("offsets/1"));

    assertEquals(run.resolve("checkpoint-1"), choose(Map.of(0, 5L)));
  }

  private Path choose(Map<Integer, Long> ledger) throws IOException {
    return asSparkReads(
        Checkpoints.choose(spark, hadoop(stateDir), TestPlans.endless(ledger, stateDir)));
  }

  private static org.apache.hadoop.fs.Path hadoop(Path folder) {
    return new org.apache.hadoop.fs.Path(folder.toUri());
  }

  /** The folder that Spark uses for a value of its option {@code checkpointLocation}. */
  private static Path asSparkReads(String checkpoint) {
    return Path.of(new org.apache.hadoop.fs.Path(checkpoint).toUri().getPath());
  }

  private static void committed(Path checkpoint, int batch, String offsets) throws IOException {
    planned(checkpoint, batch, offsets);
    Files.createDirectories(checkpoint.resolve("commits"));
    Files.writeString(checkpoint.resolve("commits/" + batch), "v1\n{\"nextBatchWatermarkMs\":0}");
  }

  private static void started(Path checkpoint, String offsets) throws IOException {
    Files.createDirectories(checkpoint.resolve("sources/0"));
    Files.writeString(checkpoint.resolve("sources/0/0"), "\0v1\n{\"web\":" + offsets + "}");
  }

  private static void planned(Path checkpoint, int batch, String offsets) throws IOException {
    Files.createDirectories(checkpoint.resolve("offsets"));
    Files.writeString(
        checkpoint.resolve("offsets/" + batch),
        "v1\n{\"batchWatermarkMs\":0,\"batchTimestampMs\":1,\"conf\":{}}\n{\"web\":"
            + offsets
            + "}");
  }

  /** Every file of the run with its content. */
  private Map<String, String> files() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(run.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }
}
