package dev.sluice.lab.server;

import java.io.IOException;
import java.util.Locale;
import kafka.Kafka;
import kafka.tools.StorageTool;

/**
 * The broker's process: formats the storage where that was not done, then is the broker. One
 * process instead of Kafka's two scripts saves a second. It ends when its stdin does, hence with
 * the lab.
 */
final class BrokerMain {

  /**
   * Runs the broker until it is told to end.
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
                // As good as its end.
              }
              Runtime.getRuntime().halt(1);
            },
            "stdin");
    watch.setDaemon(true);
    watch.start();
  }

  private BrokerMain() {}
}
