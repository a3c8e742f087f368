// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink.host;

import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts one job: a {@link MiniCluster} inside this JVM. It is not a local environment, since that
 * neither reports when its cluster has ended nor takes a last checkpoint without leaving a
 * savepoint.
 */
public final class JobHost {

  private static final Logger LOG = LoggerFactory.getLogger(JobHost.class);
  private static final Duration STATUS_POLL = Duration.ofMillis(10);
  private static final Set<ExecutionState> BEFORE_RUNNING =
      EnumSet.of(
          ExecutionState.CREATED,
          ExecutionState.SCHEDULED,
          ExecutionState.DEPLOYING,
          ExecutionState.INITIALIZING);

  /**
   * Runs a job to its end.
   *
   * @param settings as of {@link ClusterSettings}
   * @return whether it was stopped through Flink's REST interface
   * @throws Exception the ledger writer's exception, if that made the job fail, else Flink's
   */
  @SuppressWarnings("try") // closing the cluster may be interrupted, like everything else here
  public static boolean run(JobGraph job, Configuration settings, RunFolder folder, EngineRun run)
      throws Exception {
    try (MiniCluster cluster = cluster(settings, run.plan())) {
      cluster.start();
      folder.announce(cluster.getRestAddress().get());
      return runJob(cluster, job, run);
    }
  }

  private static boolean runJob(MiniCluster cluster, JobGraph graph, EngineRun run)
      throws Exception {
    JobID job = cluster.submitJob(graph).get().getJobID();
    while (isStarting(cluster.getExecutionGraph(job).get())) {
      Thread.sleep(STATUS_POLL.toMillis());
    }
    run.running();
    run.onStop(() -> stop(cluster, job, run.plan()));
    JobResult result = cluster.requestJobResult(job).get();
    if (result.getJobStatus().equals(Optional.of(JobStatus.CANCELED))) {
      return true;
    }
    failIfFailed(result);
    return isStoppedBySavepoint(cluster.getExecutionGraph(job).get());
  }

  /**
   * Whether the job was stopped with a savepoint: then it ends in the same state as a finished one.
   */
  private static boolean isStoppedBySavepoint(AccessExecutionGraph graph) {
    CompletedCheckpointStats savepoint =
        graph.getCheckpointStatsSnapshot().getHistory().getLatestSavepoint();
    return savepoint != null && savepoint.getProperties().isSynchronous();
  }

  /** Throws the ledger writer's exception, if that made the job fail, else Flink's exception. */
  private static void failIfFailed(JobResult result) throws Exception {
    try {
      result.toJobExecutionResult(JobHost.class.getClassLoader());
    } catch (JobExecutionException e) {
      throw ExceptionUtils.findThrowable(e, LedgerException.class)
          .<Exception>map(cause -> cause)
          .orElse(e);
    }
  }

  /**
   * Whether a task has not started yet: a job counts as running long before its tasks do, and has
   * no tasks while it is initialized and while the state to restore is read.
   */
  private static boolean isStarting(AccessExecutionGraph graph) {
    if (graph.getState() == JobStatus.INITIALIZING) {
      return true;
    }
    return !graph.getState().isTerminalState()
        && graph.getAllVertices().values().stream()
            .anyMatch(vertex -> BEFORE_RUNNING.contains(vertex.getAggregateState()));
  }

  /**
   * Stops gracefully: a last checkpoint makes the sinks flush and commits the source's offsets.
   * Then cancels the job even if the checkpoint failed, since nothing depends on it.
   */
  private static void stop(MiniCluster cluster, JobID job, RunPlan plan) {
    if (cluster.isRunning()) {
      // If cancelling fails, the job has already ended, and its result shows how.
      var unused =
          cluster
              .triggerCheckpoint(job)
              .orTimeout(plan.config().stopTimeoutMillis() / 2, TimeUnit.MILLISECONDS)
              .exceptionally(failure -> "none")
              .thenCompose(checkpoint -> cluster.cancelJob(job));
    }
  }

  /**
   * A cluster that closes without failure even if a client has not fetched the result of a
   * savepoint.
   */
  @SuppressWarnings("try") // Flink declares that close may be interrupted
  private static MiniCluster cluster(Configuration settings, RunPlan plan) {
    return new MiniCluster(
        new MiniClusterConfiguration.Builder()
            .setConfiguration(settings)
            .setNumTaskManagers(1)
            .setNumSlotsPerTaskManager(plan.config().parallelism())
            .build()) {
      @Override
      public void close() throws Exception {
        try {
          super.close();
        } catch (Exception e) {
          if (ExceptionUtils.findThrowableWithMessage(e, "results to be accessed").isEmpty()) {
            throw e;
          }
          LOG.info("the result of a savepoint was not fetched");
        }
      }
    };
  }

  private JobHost() {}
}
