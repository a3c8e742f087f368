// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Faults of single processes of an engine's cluster, which the cluster itself must mend. */
final class ClusterFaults {

  private static final int SECONDS_TO_DIE = 10;

  /**
   * Kills one of the processes of a kind; it is felt when there is another one in its place.
   *
   * @param kind as the cluster's recipe names it
   */
  static Outage kill(FaultRun run, String kind) throws Exception {
    List<ProcessHandle> before = processes(run, kind);
    assertFalse(before.isEmpty(), "the cluster has no " + kind);
    ProcessHandle killed = before.get(0);
    killed.destroyForcibly();
    killed.onExit().get(SECONDS_TO_DIE, TimeUnit.SECONDS);
    return new Outage() {
      /** The cluster does it; returns when there is another process. */
      @Override
      public void mend() throws Exception {
        run.await("another " + kind + " of the cluster", this::isFelt);
      }

      @Override
      public boolean isFelt() throws IOException {
        List<ProcessHandle> now = processes(run, kind);
        return now.size() == before.size() && !before.containsAll(now);
      }
    };
  }

  private static List<ProcessHandle> processes(FaultRun run, String kind) throws IOException {
    List<ProcessHandle> found = new ArrayList<>();
    for (Path folder : RunDirectory.foldersOf(run.engine().pid())) {
      found.addAll(RunDirectory.children(folder, kind));
    }
    return found;
  }

  private ClusterFaults() {}
}
