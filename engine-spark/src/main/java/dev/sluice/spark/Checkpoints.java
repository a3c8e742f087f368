// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.plan.RunPlan;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.checkpointing.CommitLog;
import org.apache.spark.sql.execution.streaming.checkpointing.OffsetSeqLog;
import org.apache.spark.sql.kafka010.KafkaSourceInitialOffsetWriter;
import org.apache.spark.sql.kafka010.KafkaSourceOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Chooses the checkpoint that a run continues, since the ledger overrules it (R15). A checkpoint
 * behind the ledger can be used: the records that it repeats are dropped. One ahead of the ledger
 * would skip records, for example after a drain whose last batch continued after its end, or after
 * a restored database; and one that cannot be read has nothing that the ledger lacks. Both are left
 * untouched, and a new one starts at the ledger's offsets.
 */
final class Checkpoints {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /**
   * The folder to use: the run's newest, or the next one if the newest is ahead of the ledger or
   * cannot be read.
   *
   * @param state the folder of the engine's state, in any of Hadoop's file systems
   */
  static String choose(SparkSession spark, Path state, RunPlan plan) throws IOException {
    Path folder = new Path(new Path(state, "spark"), plan.runId());
    FileSystem files = folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
    files.mkdirs(folder);
    int newest = 0;
    while (files.exists(number(folder, newest + 1))) {
      newest++;
    }
    // Not a URI: Spark decodes no %20.
    String checkpoint = number(folder, newest).toString();
    if (!files.exists(number(folder, newest))) {
      return checkpoint;
    }
    try {
      SortedMap<Integer, Long> next = next(spark, checkpoint);
      if (!isAhead(next, plan)) {
        return checkpoint;
      }
      LOG.info("{} is at {}, ahead of the ledger; starting a new one", checkpoint, next);
    } catch (Exception e) { // also checked ones, which Scala does not declare
      LOG.warn("{} cannot be read; starting a new one at the ledger's offsets", checkpoint, e);
    }
    return number(folder, newest + 1).toString();
  }

  private static Path number(Path folder, int number) {
    return new Path(folder, "checkpoint-" + number);
  }

  private static boolean isAhead(SortedMap<Integer, Long> next, RunPlan plan) {
    return next.entrySet().stream()
        .anyMatch(e -> e.getValue() > plan.starts().getOrDefault(e.getKey(), 0L));
  }

  /** The offsets at which the query would continue, read as Spark reads them when it does. */
  private static SortedMap<Integer, Long> next(SparkSession spark, String checkpoint) {
    OffsetSeqLog planned = new OffsetSeqLog(spark, checkpoint + "/offsets", false);
    var unused = planned.getLatest(); // throws if it cannot be read
    var committed = new CommitLog(spark, checkpoint + "/commits", false).getLatest();
    if (committed.isEmpty()) {
      return initial(spark, checkpoint);
    }
    long batch = (Long) committed.get()._1();
    if (planned.get(batch).isEmpty()) {
      throw new IllegalStateException(
          "commits/" + batch + " exists, and offsets/" + batch + " does not");
    }
    return KafkaOffsets.parse(planned.get(batch).get().offsets().head().get().json());
  }

  /**
   * The offsets at which the source started, which its first batch keeps until it is committed;
   * empty if it would start at the plan's.
   */
  private static SortedMap<Integer, Long> initial(SparkSession spark, String checkpoint) {
    Option<KafkaSourceOffset> start =
        new KafkaSourceInitialOffsetWriter(spark, checkpoint + "/sources/0").get(0);
    return start.isEmpty() ? new TreeMap<>() : KafkaOffsets.parse(start.get().json());
  }

  private Checkpoints() {}
}
