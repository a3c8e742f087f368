// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy that freezes: the first connection is no longer read or written once the client has sent
 * the given number of bytes; later connections work.
 */
final class FreezingProxy implements AutoCloseable {

  /** Small, so that a client soon cannot send more. */
  private static final int RECEIVE_BUFFER = 16 * 1024;

  private final ServerSocket listener = new ServerSocket();
  private final int serverPort;
  private final int bytesUntilFrozen;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger frozen = new AtomicInteger();

  FreezingProxy(int serverPort, int bytesUntilFrozen) throws IOException {
    this.serverPort = serverPort;
    this.bytesUntilFrozen = bytesUntilFrozen;
    listener.setReceiveBufferSize(RECEIVE_BUFFER);
    listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  int frozen() {
    return frozen.get();
  }

  private void accept() throws IOException {
    while (true) {
      Socket client = listener.accept();
      Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
      sockets.add(client);
      sockets.add(server);
      int limit = connections.getAndIncrement() == 0 ? bytesUntilFrozen : Integer.MAX_VALUE;
      start(() -> pump(client, server, limit));
      start(() -> pump(server, client, Integer.MAX_VALUE));
    }
  }

  private void pump(Socket from, Socket to, int limit) throws IOException {
    InputStream in = from.getInputStream();
    OutputStream out = to.getOutputStream();
    byte[] buffer = new byte[32 * 1024];
    int passed = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      passed += read;
      if (passed > limit) {
        frozen.incrementAndGet();
        return; // both sockets stay open
      }
      out.write(buffer, 0, read);
    }
    to.close();
  }

  private interface Work {
    void run() throws IOException;
  }

  private void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // The other side is gone, which this proxy expects.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
