// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A lab in another process, with a run and one child in it, to be killed by a test. */
final class OtherLab implements AutoCloseable {

  private final Process process;
  private final Path run;
  private final ProcessHandle child;
  private final ProcessHandle warden;

  private OtherLab(Process process, Path run, ProcessHandle child, ProcessHandle warden) {
    this.process = process;
    this.run = run;
    this.child = child;
    this.warden = warden;
  }

  static OtherLab start(Path base) throws IOException {
    Process process =
        new ProcessBuilder(
                JavaBinary.path(),
                "-cp",
                System.getProperty("java.class.path"),
                OtherLab.class.getName(),
                base.toString())
            .redirectError(Redirect.INHERIT)
            .start();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    return new OtherLab(
        process, Path.of(lines.readLine()), handle(lines.readLine()), handle(lines.readLine()));
  }

  private static ProcessHandle handle(String pid) {
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  /** Opens a run, prints where it is, and stays until stdin ends. */
  public static void main(String[] args) throws IOException {
    RunDirectory run = RunDirectory.open(Path.of(args[0]));
    Process child = run.start("sleeper", new ProcessBuilder("sleep", "600"));
    System.out.println(run.path());
    System.out.println(child.pid());
    System.out.println(run.wardenPid());
    System.out.flush();
    if (System.in.read() < 0) {
      run.close();
    }
  }

  Path run() {
    return run;
  }

  ProcessHandle child() {
    return child;
  }

  /** Kills the lab as kill -9 does. */
  void kill() {
    process.destroyForcibly();
    Eventually.eventually("the other lab is dead", () -> !process.isAlive());
  }

  void killWithWarden() {
    warden.destroyForcibly();
    Eventually.eventually("the warden is dead", () -> !warden.isAlive());
    kill();
  }

  @Override
  public void close() {
    warden.destroyForcibly();
    process.destroyForcibly();
    child.destroyForcibly();
  }
}
