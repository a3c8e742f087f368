// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.flink.jdbc.JdbcMode;
import dev.sluice.sink.postgres.PgSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.JobVertex;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlinkJobTest {

  @Test
  void r9_sourceDecisionAndSinkAreOneChain() {
    List<JobVertex> tasks = tasks(job(plan(FlinkJob.LEDGER_MODE, 2, 4, false)));

    assertEquals(1, tasks.size(), "tasks: " + tasks);
  }

  @Test
  void r17_theJdbcModeShufflesAcceptedRowsAlone() {
    List<JobVertex> tasks = tasks(job(plan(JdbcMode.NAME, 2, 4, false)));

    assertEquals(2, tasks.size(), "tasks: " + tasks);
  }

  @ParameterizedTest
  @CsvSource({"2, 4, 2", "4, 2, 2", "8, 1, 1", "3, 0, 1"})
  void r12_noSubtaskIsWithoutAPartition(int asked, int partitions, int expected) {
    JobGraph job = job(plan(FlinkJob.LEDGER_MODE, asked, partitions, true));

    assertEquals(expected, tasks(job).get(0).getParallelism());
  }

  @Test
  void r9_noBarrierOvertakesRecords() {
    JobGraph job = job(plan(FlinkJob.LEDGER_MODE, 2, 4, false));

    assertFalse(
        job.getCheckpointingSettings()
            .getCheckpointCoordinatorConfiguration()
            .isUnalignedCheckpointsEnabled());
  }

  @Test
  void r13_aCheckpointOutlastsTheWritersRetries() {
    JobGraph job = job(plan(FlinkJob.LEDGER_MODE, 2, 4, false));

    long timeout =
        job.getCheckpointingSettings()
            .getCheckpointCoordinatorConfiguration()
            .getCheckpointTimeout();
    assertTrue(timeout > 240_000, "checkpoint timeout in ms: " + timeout);
  }

  @Test
  void r11_parallelismMayChangeBetweenStarts() {
    for (int parallelism : new int[] {1, 4}) {
      JobGraph job = job(plan(FlinkJob.LEDGER_MODE, parallelism, 8, false));

      assertEquals(1024, tasks(job).get(0).getMaxParallelism());
    }
  }

  @Test
  void r10_savedStateIsOfOneRunAndMode() {
    Set<OperatorID> sources = new HashSet<>();
    for (String mode : List.of(FlinkJob.LEDGER_MODE, JdbcMode.NAME)) {
      for (String run : List.of("run-7", "run-8")) {
        RunPlan plan = plan(mode, 2, 4, false);
        JobGraph job = job(new RunPlan(plan.config(), run, plan.starts(), plan.ends()));
        tasks(job).stream()
            .filter(JobVertex::isInputVertex)
            .flatMap(task -> task.getOperatorIDs().stream())
            .filter(operator -> String.valueOf(operator.getUserDefinedOperatorUid()).contains(run))
            .forEach(operator -> sources.add(operator.getGeneratedOperatorID()));
      }
    }

    assertEquals(4, sources.size());
  }

  @Test
  void r10_theJobIsNamedAfterTheRun() {
    assertEquals("sluice-run-7", job(plan(FlinkJob.LEDGER_MODE, 2, 4, true)).getName());
  }

  private static JobGraph job(RunPlan plan) {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(new Configuration());
    FlinkJob.build(env, plan, plan.config().parallelism());
    return env.getStreamGraph().getJobGraph();
  }

  private static List<JobVertex> tasks(JobGraph job) {
    List<JobVertex> tasks = new ArrayList<>();
    job.getVertices().forEach(tasks::add);
    return tasks;
  }

  static RunPlan plan(String mode, int parallelism, int partitions, boolean drain) {
    TreeMap<Integer, Long> starts = new TreeMap<>();
    TreeMap<Integer, Long> ends = new TreeMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      starts.put(partition, 3L);
      ends.put(partition, 8L);
    }
    EngineConfig config =
        new EngineConfig(
            mode,
            new EngineConfig.Kafka("127.0.0.1:1", "web", Map.of()),
            new PgSettings("jdbc:postgresql://127.0.0.1:1/x", "u", "", "sluice", false).toSink(),
            new EngineConfig.Decision(
                "{\"version\":1,\"rules\":[]}", null, 15_000_000L, 60_000_000L, 10),
            "resume",
            drain,
            false,
            parallelism,
            new EngineConfig.Batching(100, 50),
            1_000,
            240_000,
            30_000,
            "unused");
    return new RunPlan(config, "run-7", starts, drain ? ends : new TreeMap<>());
  }
}
