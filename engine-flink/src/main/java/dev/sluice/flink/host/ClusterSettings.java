// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink.host;

import dev.sluice.engine.plan.RunPlan;
import java.time.Duration;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/** The settings of a cluster for one job. */
public final class ClusterSettings {

  private static final String LOOPBACK = "127.0.0.1";
  private static final long MOST_WAIT_MILLIS = 10_000;
  private static final int KEPT_CHECKPOINTS = 2;

  /**
   * The settings of a small cluster that listens only on loopback and keeps its files in one
   * folder.
   */
  public static Configuration of(RunPlan plan, RunFolder folder) {
    Configuration settings = new Configuration();
    settings.set(CoreOptions.TMP_DIRS, folder.scratch().toString());
    settings.set(WebOptions.TMP_DIR, folder.scratch().toString());
    settings.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(RestOptions.ADDRESS, LOOPBACK);
    settings.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    settings.set(RestOptions.BIND_PORT, "0");
    // No managed state, and no network traffic except the JDBC mode's shuffle: about four buffers
    // of 32 KiB for each pair of subtasks.
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ZERO);
    long pairs = (long) plan.config().parallelism() * plan.config().parallelism();
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16 + pairs / 8));
    // Within one process, a job's description need not go through files.
    settings.set(BlobServerOptions.OFFLOAD_MINSIZE, Integer.MAX_VALUE);
    keepState(settings, plan, folder);
    settings.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
    // Only the writers retry: one budget (R13).
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return settings;
  }

  /**
   * Configures checkpoints and savepoints. Checkpoints make sinks flush and commit offsets; the
   * plan decides where a run starts (R15). A run that continues until stopped leaves its last
   * checkpoints on disk, so that a run can start from them.
   */
  private static void keepState(Configuration settings, RunPlan plan, RunFolder folder) {
    settings.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, folder.savepoints().toUri().toString());
    // How long the cluster waits at its end for a client to fetch the result of a savepoint.
    settings.set(
        RestOptions.ASYNC_OPERATION_STORE_DURATION,
        Duration.ofMillis(Math.min(MOST_WAIT_MILLIS, plan.config().stopTimeoutMillis() / 2)));
    if (plan.config().drain()) {
      settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "jobmanager");
      return;
    }
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.checkpoints().toUri().toString());
    settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, KEPT_CHECKPOINTS);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
  }

  private ClusterSettings() {}
}
