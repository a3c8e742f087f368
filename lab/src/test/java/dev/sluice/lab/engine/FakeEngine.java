// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process of an engine that follows its configuration file line by line. */
final class FakeEngine {

  public static void main(String[] args) throws Exception {
    for (String line : Files.readAllLines(Path.of(args[0]))) {
      obey(line);
    }
  }

  private static void obey(String line) throws Exception {
    if (line.startsWith("exit ")) {
      System.exit(Integer.parseInt(line.substring(5)));
    } else if (line.startsWith("log ")) {
      System.err.println(line.substring(4));
    } else if (line.equals("until stdin ends")) {
      endOfStdin();
    } else if (line.equals("stopped on signal")) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    say("{\"status\":\"STOPPED\"}");
                    Runtime.getRuntime().halt(0);
                  }));
    } else if (line.equals("deaf to signals")) {
      Runtime.getRuntime().addShutdownHook(new Thread(FakeEngine::hang));
    } else if (line.equals("hang")) {
      hang();
    } else if (line.equals("burn")) {
      burn();
    } else {
      say(line);
    }
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  private static void endOfStdin() throws IOException {
    while (System.in.read() >= 0) {}
  }

  private static void hang() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        // Ignores interrupts too.
      }
    }
  }

  /** Uses memory and at least half a second of processor time. */
  private static void burn() {
    byte[] memory = new byte[64 << 20];
    long end = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() + 500;
    while (ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() < end) {
      for (int i = 0; i < memory.length; i += 4096) {
        memory[i]++;
      }
    }
  }

  private FakeEngine() {}
}
