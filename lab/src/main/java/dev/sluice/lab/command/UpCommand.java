// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LabRun;
import dev.sluice.lab.server.Servers;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the embedded servers, and nothing else. */
@Command(
    name = "up",
    description = {
      "Start an empty Kafka and an empty Postgres, print how to connect, stay until Ctrl-C.",
      "Both listen only on this machine and need no password; at the end all data is deleted."
    })
final class UpCommand implements Callable<Integer> {

  private static final long LOOK_MILLIS = 500;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    try (LabRun run = LabRun.open(err)) {
      err.println("sluice: starting Kafka and Postgres");
      err.flush();
      EmbeddedServers servers = run.own(EmbeddedServers.start(run.directory()));
      double seconds = (System.nanoTime() - start) / 1e9;
      out.print(lines(servers, run, seconds));
      out.flush();
      return stay(servers);
    }
  }

  /** Waits for a signal, which ends the process, or fails when a server does; never returns. */
  static int stay(Servers servers) throws InterruptedException {
    while (true) {
      servers.requireAlive();
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private static String lines(EmbeddedServers servers, LabRun run, double seconds) {
    String kafka = servers.bootstrapServers();
    ServerLines lines = new ServerLines(servers, null);
    return """
    Kafka and Postgres are up after %s s, and run until Ctrl-C.

      Kafka       bootstrap.servers=%s
      Postgres    %s
      psql        %s
      an engine   %s --create-tables
      logs        %s

    """
        .formatted(
            String.format(Locale.ROOT, "%.1f", seconds),
            kafka,
            lines.jdbc(),
            servers.psqlLine(),
            lines.engine("flink", "TOPIC"),
            run.directory().path());
  }
}
