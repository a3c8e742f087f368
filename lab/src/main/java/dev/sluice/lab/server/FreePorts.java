// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds free ports on loopback, below the range that operating systems use for outgoing
 * connections, so that a restarted server finds its port free.
 */
public final class FreePorts {

  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static final int FROM = 15_000;
  private static final int TO = 30_000;
  private static final int TRIES = 1_000;

  /** Different free ports; another process may take one before it is used. */
  public static List<Integer> find(int count) throws IOException {
    List<Integer> ports = new ArrayList<>();
    for (int tries = 0; tries < TRIES; tries++) {
      int port = ThreadLocalRandom.current().nextInt(FROM, TO);
      if (!ports.contains(port) && isFree(port)) {
        ports.add(port);
        if (ports.size() == count) {
          return ports;
        }
      }
    }
    throw new IOException("no free port on " + LOOPBACK + " from " + FROM + " to " + (TO - 1));
  }

  /** Whether a port can be listened on now. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(LOOPBACK, port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private FreePorts() {}
}
