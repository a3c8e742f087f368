// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.util.Locale;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * The main class of the broker's process: formats the storage if necessary, then runs the broker.
 * One process instead of Kafka's two scripts saves a second. It ends when its stdin ends, and so
 * with the lab.
 */
final class BrokerMain {

  /**
   * Runs the broker until it is stopped.
   *
   * @param args the configuration file and the cluster's id
   */
  public static void main(String[] args) {
    // The broker numbers the files of its log in the digits of the default locale.
    Locale.setDefault(Locale.ENGLISH);
    String config = args[0];
    endWithStdin();
    int code =
        StorageTool.execute(
            new String[] {"format", "-t", args[1], "-c", config, "--ignore-formatted"}, System.out);
    if (code != 0) {
      Runtime.getRuntime().halt(code);
    }
    Kafka.main(new String[] {config});
  }

  private static void endWithStdin() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {}
              } catch (IOException closed) {
                // A failed read is treated like the end.
              }
              Runtime.getRuntime().halt(1);
            },
            "stdin");
    watch.setDaemon(true);
    watch.start();
  }

  private BrokerMain() {}
}
