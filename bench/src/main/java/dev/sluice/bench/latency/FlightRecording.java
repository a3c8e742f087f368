// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A flight recording of another JVM, with only the events of the ledger writer. It is started from
 * outside, so that it changes neither the start nor the standard output of that process.
 */
final class FlightRecording {

  private static final long SECONDS = 60;
  private static final String NAME = "sluice";

  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        <event name="dev.sluice.Decided"><setting name="enabled">true</setting></event>
        <event name="dev.sluice.Flush"><setting name="enabled">true</setting></event>
      </configuration>
      """;

  private final RunDirectory run;
  private final long pid;

  private FlightRecording(RunDirectory run, long pid) {
    this.run = run;
    this.pid = pid;
  }

  /**
   * Starts a recording.
   *
   * @throws IOException if the process does not start one, such as when it is not a JVM
   */
  static FlightRecording start(RunDirectory run, long pid)
      throws IOException, InterruptedException {
    FlightRecording recording = new FlightRecording(run, pid);
    Path settings = run.freshFile(NAME, ".jfc");
    Files.writeString(settings, SETTINGS);
    recording.jcmd("JFR.start", "name=" + NAME, "settings=" + settings);
    return recording;
  }

  /** Ends the recording, and reads it. */
  Trace stop() throws IOException, InterruptedException {
    Path file = run.freshFile(NAME, ".jfr");
    jcmd("JFR.stop", "name=" + NAME, "filename=" + file);
    Trace trace = Trace.read(file);
    Files.delete(file);
    return trace;
  }

  private void jcmd(String... words) throws IOException, InterruptedException {
    Path log = run.freshFile("jcmd", ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
    command.add(Long.toString(pid));
    command.addAll(Arrays.asList(words));
    Process process =
        run.start(
            "jcmd",
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(log.toFile())));
    boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0) {
      throw new IOException(
          "process %d: no flight recording; %s failed: %s"
              .formatted(
                  pid,
                  words[0],
                  ended ? Files.readString(log).strip() : "timed out after " + SECONDS + " s"));
    }
  }
}
