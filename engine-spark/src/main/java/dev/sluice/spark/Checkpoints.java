// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.plan.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.checkpointing.CommitLog;
import org.apache.spark.sql.execution.streaming.checkpointing.OffsetSeqLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Chooses the checkpoint that a run continues, since the ledger overrules it (R15). A checkpoint
 * behind the ledger can be used: the records that it repeats are dropped. One ahead of the ledger
 * would skip records, for example after a drain whose last batch continued after its end, or after
 * a restored database; it is left untouched, and a new one starts at the ledger's offsets.
 */
final class Checkpoints {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /** The folder to use: the run's newest, or the next one if the newest is ahead of the ledger. */
  static String choose(SparkSession spark, RunPlan plan) throws IOException {
    Path folder = Path.of(plan.config().stateDir(), "spark", plan.runId());
    Files.createDirectories(folder);
    int newest = 0;
    while (Files.exists(folder.resolve("checkpoint-" + (newest + 1)))) {
      newest++;
    }
    String checkpoint = location(folder, newest);
    if (!Files.exists(folder.resolve("checkpoint-" + newest))) {
      return checkpoint;
    }
    SortedMap<Integer, Long> committed = committed(spark, checkpoint);
    if (isAhead(committed, plan)) {
      LOG.info(
          "checkpoint {} is at {}, ahead of the ledger; starting a new one", newest, committed);
      return location(folder, newest + 1);
    }
    return checkpoint;
  }

  /** A checkpoint's location as Spark reads it, which is not a URI: it decodes no {@code %20}. */
  private static String location(Path folder, int number) {
    return new org.apache.hadoop.fs.Path(folder.resolve("checkpoint-" + number).toUri()).toString();
  }

  private static boolean isAhead(SortedMap<Integer, Long> committed, RunPlan plan) {
    return committed.entrySet().stream()
        .anyMatch(e -> e.getValue() > plan.starts().getOrDefault(e.getKey(), 0L));
  }

  /** The offsets from which the next batch would start; empty if no batch was committed. */
  private static SortedMap<Integer, Long> committed(SparkSession spark, String checkpoint) {
    Option<Object> batch = new CommitLog(spark, checkpoint + "/commits", false).getLatestBatchId();
    if (batch.isEmpty()) {
      return new TreeMap<>();
    }
    return KafkaOffsets.parse(
        new OffsetSeqLog(spark, checkpoint + "/offsets", false)
            .get((Long) batch.get())
            .get()
            .offsets()
            .head()
            .get()
            .json());
  }

  private Checkpoints() {}
}
