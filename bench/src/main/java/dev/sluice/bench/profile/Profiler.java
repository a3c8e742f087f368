// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.throughput.DrainTrial.Drained;
import dev.sluice.bench.throughput.DrainWatch;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.engine.EngineStatus.Kind;
import dev.sluice.lab.server.RunDirectory;
import dev.sluice.lab.server.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Samples one contestant's threads and sessions while it drains, and has its JVM record its stacks.
 * Used once.
 */
final class Profiler implements DrainWatch {

  private static final String NAME = "profile";
  private static final long PERIOD_MILLIS = 50;

  /** Threads are sampled less often, since each sample reads a file per thread. */
  private static final int THREADS_EVERY = 4;

  private static final String SETTINGS =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <configuration version="2.0">
        <event name="%s">
          <setting name="enabled">true</setting>
          <setting name="period">20 ms</setting>
        </event>
      </configuration>
      """
          .formatted(StackSamples.EVENT);

  private final Servers servers;
  private final Path settings;
  private final Path recording;
  private final Waits waits = new Waits();
  private EngineChild child;
  private FutureTask<ThreadTimes> looking;

  Profiler(RunDirectory run, Servers servers) throws IOException {
    this.servers = servers;
    this.settings = run.freshFile(NAME, ".jfc");
    this.recording = run.freshFile(NAME, ".jfr");
    Files.writeString(settings, SETTINGS);
  }

  /** The JVM records from its start, so that even a very short drain is recorded. */
  @Override
  public List<String> jvmOptions() {
    return List.of(
        // It would report its start on stdout, which belongs to the engine's status lines.
        "-Xlog:jfr+startup=error",
        "-XX:StartFlightRecording=dumponexit=true,settings=%s,filename=%s"
            .formatted(settings, recording));
  }

  @Override
  public void begin(EngineChild started) {
    child = started;
    looking = new FutureTask<>(this::look);
    Thread thread = new Thread(looking, "profile-of-" + child.pid());
    thread.setDaemon(true);
    thread.start();
  }

  private ThreadTimes look() throws SQLException, IOException, InterruptedException {
    ThreadTimes threads = new ThreadTimes(child.pid());
    try (Connection connection = servers.connect()) {
      for (int look = 0; child.isAlive(); look++) {
        waits.look(connection, child.startTime());
        if (look % THREADS_EVERY == 0) {
          threads.look();
        }
        TimeUnit.MILLISECONDS.sleep(PERIOD_MILLIS);
      }
    }
    return threads;
  }

  /** The profile, after a drain. */
  ProfileResult result(Drained drained)
      throws IOException, InterruptedException, ExecutionException {
    ThreadTimes threads = looking.get();
    Instant running = child.status(Kind.RUNNING).map(EngineStatus::time).orElseThrow();
    StackSamples samples = StackSamples.read(recording, running);
    Files.deleteIfExists(recording);
    return new ProfileResult(
        child.name(),
        null,
        drained.figures().get(Figure.CPU),
        threads.seconds(),
        samples.layers(),
        samples.topFrames(),
        waits.counts());
  }
}
