// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static dev.sluice.lab.server.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoversTest {

  @TempDir Path base;

  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process sleeper() throws IOException {
    Process sleep = new ProcessBuilder("sleep", "600").start();
    started.add(sleep);
    return sleep;
  }

  private Path deadRun(String children) throws IOException {
    Path run = Files.createDirectory(base.resolve("run-20260101-000000-000-1"));
    Files.createFile(run.resolve(RunDirectory.LOCK));
    Files.createDirectory(run.resolve("kafka"));
    Files.writeString(run.resolve("kafka/data"), "x");
    Files.writeString(run.resolve(RunDirectory.CHILDREN), children);
    return run;
  }

  @Test
  void aDeadRunsProcessesAndFolderAreClearedAway() throws IOException {
    Process sleep = sleeper();
    Path run = deadRun(ProcessMark.of(sleep.pid()) + " broker\n");

    Leftovers left = Leftovers.sweep(base);

    assertEquals(new Leftovers(List.of(run), 1, List.of()), left);
    eventually("the child is dead", () -> !sleep.isAlive());
    assertFalse(Files.exists(run));
    assertTrue(Leftovers.sweep(base).isEmpty());
  }

  @Test
  void aProcessThatOnlyHasTheSameIdIsLeftAlone() throws IOException {
    Process sleep = sleeper();
    deadRun(new ProcessMark(sleep.pid(), "another-boot:1") + " broker\nnot a line\n\n");

    Leftovers left = Leftovers.sweep(base);

    assertEquals(0, left.processes());
    assertTrue(sleep.isAlive());
  }

  @Test
  void aRunWithoutALockFileIsDead() throws IOException {
    Path run = Files.createDirectory(base.resolve("run-20260101-000000-000-2"));
    assertEquals(List.of(run), Leftovers.sweep(base).folders());
    assertFalse(Files.exists(run));
  }

  @Test
  void livingRunsOfThisProcessAreLeftAlone() throws IOException {
    try (RunDirectory one = RunDirectory.open(base);
        RunDirectory other = RunDirectory.open(base)) {
      assertTrue(Leftovers.sweep(base).isEmpty());
      assertTrue(Files.isDirectory(one.path()));
      assertTrue(Files.isDirectory(other.path()));
    }
    assertTrue(Leftovers.find(base).isEmpty());
  }

  @Test
  void aLivingRunOfAnotherProcessIsLeftAloneAndItsWardenClearsAwayAfterAKill() throws IOException {
    try (OtherLab lab = OtherLab.start(base)) {
      assertTrue(Leftovers.sweep(base).isEmpty());
      assertTrue(Files.isDirectory(lab.run()));
      assertTrue(lab.child().isAlive());

      lab.kill();

      eventually("the child is dead", () -> !lab.child().isAlive());
      eventually("the folder is gone", () -> !Files.exists(lab.run()));
    }
  }

  @Test
  void whatTheWardenCouldNotClearAwayTheNextStartDoes() throws IOException {
    try (OtherLab lab = OtherLab.start(base)) {
      lab.killWithWarden();
      assertTrue(lab.child().isAlive());

      Leftovers left = Leftovers.sweep(base);

      assertEquals(new Leftovers(List.of(lab.run()), 1, List.of()), left);
      assertFalse(lab.child().isAlive());
      assertFalse(Files.exists(lab.run()));
    }
  }

  @Test
  void aRunsFolderIsItsOwnersAloneAndGoesWithIt() throws IOException {
    Path path;
    Process sleep;
    try (RunDirectory run = RunDirectory.open(base)) {
      path = run.path();
      assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
      sleep = run.start("sleeper", new ProcessBuilder("sleep", "600"));
      assertTrue(sleep.isAlive());
    }
    assertFalse(sleep.isAlive());
    assertFalse(Files.exists(path));
  }

  @Test
  void nothingStartsInARunThatIsClosed() throws IOException {
    RunDirectory run = RunDirectory.open(base);
    run.close();
    Process sleep = sleeper();
    assertThrows(IllegalStateException.class, () -> run.register(sleep.toHandle(), "sleeper"));
    eventually("the child is dead", () -> !sleep.isAlive());
  }

  @Test
  void theWardenForgetsAChildThatEnded() throws IOException {
    Process forgotten = sleeper();
    Process known = sleeper();
    Path folder = Files.createDirectory(base.resolve("a folder with blanks"));
    try (Warden warden = Warden.over(folder)) {
      warden.add(forgotten.pid());
      warden.add(known.pid());
      warden.forget(forgotten.pid());
    }
    eventually("the known child is dead", () -> !known.isAlive());
    assertTrue(forgotten.isAlive());
    assertFalse(Files.exists(folder));
  }
}
