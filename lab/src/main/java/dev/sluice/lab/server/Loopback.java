// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Checks whether servers can run on this machine at all. */
public final class Loopback {

  private static final int MILLIS = 2_000;

  /**
   * Listens on a free port and connects to it.
   *
   * @throws IOException if that fails
   */
  public static void tryOut() throws IOException {
    int port = FreePorts.find(1).get(0);
    InetSocketAddress address = new InetSocketAddress(FreePorts.LOOPBACK, port);
    try (ServerSocket server = new ServerSocket();
        Socket client = new Socket()) {
      server.bind(address);
      server.setSoTimeout(MILLIS);
      client.connect(address, MILLIS);
      server.accept().close();
    }
  }

  private Loopback() {}
}
