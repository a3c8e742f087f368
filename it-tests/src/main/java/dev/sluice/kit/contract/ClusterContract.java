// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.kit.fault.Fault;
import dev.sluice.kit.fault.FaultRun;
import dev.sluice.lab.run.SinkKind;
import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An engine on a cluster continues when a process of the cluster is killed (R11), and leaves no
 * secret there (R13).
 */
public abstract class ClusterContract extends FaultTest {

  private static final String CANARY = "canary-4711-password";

  protected ClusterContract() {
    super(SinkKind.POSTGRES);
  }

  @Thorough
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"WORKER_KILLED", "DRIVER_KILLED", "JOBMANAGER_KILLED"})
  void r11_aProcessOfTheClusterIsKilledAndTheRunGoesOn(Fault fault) throws Exception {
    requireCluster();
    assumeTrue(
        fault.isPossibleFor(entry()),
        () -> "this cluster has no such process: " + fault.description());
    // A stop may have to wait until the cluster has mended itself.
    try (FaultRun run = begin(launch -> launch.with("stop.timeout.ms", 120_000))) {
      run.pass(fault, Duration.ZERO);
      run.end();
    }
  }

  /**
   * Looks at every file of the cluster while it runs: logs, checkpoints, what it stores of jobs.
   */
  @Test
  void r13_noSecretIsInAFileOfTheCluster() throws Exception {
    requireCluster();
    Map<String, String> kafka = Map.of("ssl.key.password", CANARY, "ssl.keystore.password", CANARY);
    try (FaultRun run =
        begin(launch -> launch.with("postgres.password", CANARY).with("kafka.properties", kafka))) {
      run.awaitMore();
      List<Path> files = new ArrayList<>();
      for (Path folder : RunDirectory.foldersOf(run.engine().pid())) {
        files.addAll(filesBelow(folder));
      }
      assertFalse(files.isEmpty(), "the cluster has no files");
      Path state = Path.of(run.configuration().stateDir());
      if (Files.exists(state)) {
        files.addAll(filesBelow(state));
      }
      assertEquals(List.of(), files.stream().filter(ClusterContract::hasCanary).toList());
      run.end();
    }
  }

  private void requireCluster() {
    assumeTrue(entry().isCluster(), "not on a cluster");
  }

  /** The regular files below a folder, without the jars that it links to. */
  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).filter(file -> !Files.isSymbolicLink(file)).toList();
    }
  }

  private static boolean hasCanary(Path file) {
    try {
      return Files.readString(file, ISO_8859_1).contains(CANARY);
    } catch (NoSuchFileException removedMeanwhile) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(file + ": cannot be read", e);
    }
  }
}
