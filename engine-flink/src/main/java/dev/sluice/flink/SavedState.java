// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.SinkType;
import dev.sluice.engine.start.StartOption;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.state.CompletedCheckpointStorageLocation;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state that a run starts from with {@code savepoint:PATH} or {@code checkpoint:PATH}; Flink
 * treats the two alike.
 *
 * @param path the path of the state, as Flink writes it
 * @param metadata describes which operators' state it contains
 */
record SavedState(StartOption.Restored start, String path, CheckpointMetadata metadata) {

  private static final Logger LOG = LoggerFactory.getLogger(SavedState.class);

  /**
   * Reads the state that the configuration names; empty if it names none.
   *
   * @throws ConfigException if the path has no state that Flink saved
   */
  static Optional<SavedState> of(EngineConfig config) {
    return StartOption.parse(config.start()) instanceof StartOption.Restored start
        ? Optional.of(read(start))
        : Optional.empty();
  }

  private static SavedState read(StartOption.Restored start) {
    try {
      CompletedCheckpointStorageLocation location =
          new JobManagerCheckpointStorage().resolveCheckpoint(start.path());
      try (DataInputStream in =
          new DataInputStream(location.getMetadataHandle().openInputStream())) {
        CheckpointMetadata metadata =
            Checkpoints.loadCheckpointMetadata(
                in, SavedState.class.getClassLoader(), location.getExternalPointer());
        return new SavedState(start, location.getExternalPointer(), metadata);
      }
    } catch (IOException | RuntimeException e) {
      throw new ConfigException(
          "start",
          start.text()
              + ": the path is not a folder with a savepoint or a checkpoint of Flink: "
              + e.getMessage());
    }
  }

  /**
   * Makes a job start with this state, and leave it where it is. It must be of the job's run and
   * mode, which the source's uid contains: the state of another run is of another topic, of a topic
   * that was recreated since, or of other tables.
   *
   * @throws ConfigException if it is not
   */
  void restoreInto(JobGraph job, RunPlan plan) {
    Set<OperatorID> operators = new HashSet<>();
    for (JobVertex task : job.getVertices()) {
      task.getOperatorIDs().forEach(id -> operators.add(id.getGeneratedOperatorID()));
    }
    // Only a source has coordinator state.
    boolean isOfThisRun =
        metadata.getOperatorStates().stream()
            .filter(state -> state.getCoordinatorState() != null)
            .anyMatch(state -> operators.contains(state.getOperatorID()));
    if (!isOfThisRun) {
      throw new ConfigException(
          "start",
          "%s is not of run %s in mode %s, to which %s belongs; use start=resume"
              .formatted(
                  start.text(),
                  plan.runId(),
                  plan.config().engine(),
                  SinkType.of(plan.config()).target()));
    }
    LOG.info("restoring {}, the state as of checkpoint {}", path, metadata.getCheckpointId());
    job.setSavepointRestoreSettings(
        SavepointRestoreSettings.forPath(path, false, RecoveryClaimMode.NO_CLAIM));
  }
}
