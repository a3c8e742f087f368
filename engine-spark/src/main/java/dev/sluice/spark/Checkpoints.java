package dev.sluice.spark;

import dev.sluice.engine.start.RunPlan;
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
 * Chooses the checkpoint that a run continues, since the ledger wins over it (R15). A checkpoint
 * behind the ledger is good: what it repeats is dropped. One ahead of it would skip records, as
 * after a drain whose last batch reached beyond its end, or a restored database; it is left where
 * it is, and a new one begins at the ledger's offsets.
 */
final class Checkpoints {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  /** The folder to use: the run's newest, or the next one where that is ahead of the ledger. */
  static String choose(SparkSession spark, RunPlan plan) throws IOException {
    Path folder = Path.of(plan.config().stateDir(), "spark", plan.runId());
    Files.createDirectories(folder);
    int newest = 0;
    while (Files.exists(folder.resolve("checkpoint-" + (newest + 1)))) {
      newest++;
    }
    String checkpoint = folder.resolve("checkpoint-" + newest).toUri().toString();
    if (!Files.exists(folder.resolve("checkpoint-" + newest))) {
      return checkpoint;
    }
    SortedMap<Integer, Long> committed = committed(spark, checkpoint);
    if (isAhead(committed, plan)) {
      LOG.info("checkpoint {} is at {}, ahead of the ledger; begin anew", newest, committed);
      return folder.resolve("checkpoint-" + (newest + 1)).toUri().toString();
    }
    return checkpoint;
  }

  private static boolean isAhead(SortedMap<Integer, Long> committed, RunPlan plan) {
    return committed.entrySet().stream()
        .anyMatch(e -> e.getValue() > plan.starts().getOrDefault(e.getKey(), 0L));
  }

  /** What the next batch would start from; empty where no batch was committed. */
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
