// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.cluster.LocalCluster.Processes;
import dev.sluice.lab.cluster.LocalCluster.Started;
import dev.sluice.lab.engine.ClusterRecipe;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clusters of shells. */
@Timeout(60)
class LocalClusterTest {

  @TempDir private Path folder;

  private RunDirectory run;

  @BeforeEach
  void open() throws IOException {
    run = RunDirectory.open(folder.resolve("runs"));
    Files.createDirectories(folder.resolve("engine/lib"));
    Files.writeString(
        folder.resolve("engine/engine.json"),
        """
        {"name": "e", "version": "1", "command": ["x"], "modes": [{"name": "m", "execution": "x"}]}
        """);
  }

  @AfterEach
  void close() throws IOException {
    run.close();
  }

  private ClusterRecipe recipe(String more) throws IOException {
    Path engine = folder.resolve("engine");
    Files.writeString(
        engine.resolve(ClusterRecipe.FILE),
        "{\"mode\": \"m\", \"execution\": \"on shells\", " + more + "}");
    return ClusterRecipe.of(EngineDescriptor.read(engine)).orElseThrow();
  }

  private LocalCluster start(ClusterRecipe recipe) throws IOException, InterruptedException {
    return LocalCluster.start(recipe, run, Map.of("config", "c"), Map.of("SECRET", "s"));
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) { // the test's timeout is the deadline
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void filesPortsAndVariablesAreThoseOfTheRecipe() throws Exception {
    Files.writeString(folder.resolve("engine/lib/ours-1.jar"), "");
    Files.writeString(folder.resolve("engine/lib/theirs-1.jar"), "");
    LocalCluster cluster =
        start(
            recipe(
                """
                "without": ["ours-"],
                "environment": {"HOME_OF": "${home}"},
                "files": [{"path": "conf/a.txt", "lines": ["${port.one} ${port.two}", "${port.one}"]}],
                "job": {"name": "job", "running": "go", "command":
                  ["sh", "-c", "cat $HOME_OF/conf/a.txt; ls ${lib}; echo $SECRET ${config} ${n}; exit 7"]}
                """));
    Processes job = cluster.submit(Optional.empty());
    await(() -> !job.isAnyAlive());
    Started process = job.started().get(0);
    List<String> lines = process.outLines();
    String[] ports = lines.get(0).split(" ", -1);
    assertNotEquals(ports[0], ports[1]);
    assertEquals(List.of(ports[0], "theirs-1.jar", "s c 1"), lines.subList(1, 4));
    assertEquals(7, process.process().exitValue());
    assertTrue(job.havePrinted("never"), "what has ended is not waited for");
  }

  @Test
  void savedStateIsPassedToTheJobWhereTheRecipeWantsIt() throws Exception {
    LocalCluster cluster =
        start(
            recipe(
                """
                "job": {"name": "job", "running": "x", "restore": ["-s", "${saved}"],
                  "command": ["echo", "run", "${restore}", "jar"]}
                """));
    Processes fresh = cluster.submit(Optional.empty());
    Processes restored = cluster.submit(Optional.of("/a"));
    await(() -> !fresh.isAnyAlive() && !restored.isAnyAlive());
    assertEquals(List.of("run jar"), fresh.started().get(0).outLines());
    assertEquals(List.of("run -s /a jar"), restored.started().get(0).outLines());
  }

  @Test
  void whatEndsIsStartedAgainAndOfTheJobOnlyWhatWasKilled() throws Exception {
    LocalCluster cluster =
        start(
            recipe(
                """
                "processes": [{"name": "worker", "count": 2, "command": ["sleep", "600"]}],
                "job": {"name": "job", "count": 2, "revived": true, "running": "x",
                  "command": ["sh", "-c", "test ${n} = 1 || exit 3; exec sleep 600"]}
                """));
    Processes job = cluster.submit(Optional.empty());
    await(() -> !job.started().get(1).process().isAlive());
    ProcessHandle killed = job.started().get(0).process().toHandle();
    killed.destroyForcibly();
    await(() -> !job.isAnyAlive());
    assertEquals(2, workers().size());
    workers().get(0).destroyForcibly();
    await(() -> workers().size() < 2);

    // The system may report the end before this JVM does: what supervises a cluster looks again.
    await(
        () -> {
          cluster.revive(job);
          return workers().size() == 2;
        });

    assertTrue(job.started().get(0).process().isAlive());
    assertEquals(3, job.started().get(1).process().exitValue());
    job.terminate();
  }

  private List<ProcessHandle> workers() throws IOException {
    return RunDirectory.children(run.path(), "worker");
  }

  @Test
  void aStopIsTheCommandWithTheJobsIdOrASignal() throws Exception {
    Path stopped = folder.resolve("stopped");
    LocalCluster cluster =
        start(
            recipe(
                """
                "job": {"name": "job", "running": "go", "id": "id is ([0-9]+)",
                  "command": ["sh", "-c", "echo id is 42; exec sleep 600"],
                  "stop": ["sh", "-c", "test -e %1$s.asked || { > %1$s.asked; exit 1; }; echo ${job.id} > %1$s"]}
                """
                    .formatted(stopped)));
    Processes job = cluster.submit(Optional.empty());
    await(() -> job.havePrinted("id is"));
    cluster.stop(job);
    assertEquals("42\n", Files.readString(stopped));
    assertTrue(job.isAnyAlive());
    job.terminate();

    LocalCluster early =
        start(
            recipe(
                """
                "job": {"name": "j", "running": "x", "id": "id is ([0-9]+)",
                  "command": ["sleep", "600"], "stop": ["false"]}
                """));
    Processes submitting = early.submit(Optional.empty());
    early.stop(submitting);
    await(() -> !submitting.isAnyAlive());

    LocalCluster signalled =
        start(
            recipe(
                "\"job\": {\"name\": \"j\", \"running\": \"x\", \"command\": [\"sleep\", \"600\"]}"));
    Processes sleeping = signalled.submit(Optional.empty());
    signalled.stop(sleeping);
    await(() -> !sleeping.isAnyAlive());
  }

  @Test
  void aProcessThatEndsAtItsStartIsNamedWithItsLog() throws Exception {
    ClusterRecipe recipe =
        recipe(
            """
            "processes": [{"name": "master", "command": ["sh", "-c", "echo no luck >&2; exit 1"]}],
            "ready": {"url": "http://127.0.0.1:${port.web}/", "contains": "ok"},
            "job": {"name": "job", "running": "x", "command": ["true"]}
            """);
    IOException failure = assertThrows(IOException.class, () -> start(recipe));
    assertTrue(failure.getMessage().startsWith("master ended at its start"), failure.getMessage());
    assertTrue(failure.getMessage().contains("no luck"), failure.getMessage());
  }

  @Test
  void whatIsWrongInARecipeIsNamed() {
    ConfigException failure =
        assertThrows(ConfigException.class, () -> recipe("\"job\": {\"name\": \"job\"}"));
    assertTrue(
        failure
            .getMessage()
            .endsWith(
                "cluster.json: job: command: is required: a list with at least" + " one element"),
        failure.getMessage());
  }
}
