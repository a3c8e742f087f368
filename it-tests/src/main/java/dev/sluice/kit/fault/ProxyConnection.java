// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import dev.sluice.kit.fault.DatabaseProxy.Conditions;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** One connection through the proxy, with one thread per direction. */
final class ProxyConnection {

  private static final int PIECE = 8 * 1024;
  private static final int SSL_REQUEST = 80_877_103;
  private static final int GSS_REQUEST = 80_877_104;
  private static final byte COPY_DATA = 'd';
  private static final byte BIND = 'B';

  /** Longer messages carry rows, not just the parameters of a query. */
  private static final int QUESTION = 1024;

  private static final byte COMMAND_COMPLETE = 'C';
  private static final byte[] COMMIT = "COMMIT\0".getBytes(StandardCharsets.US_ASCII);

  private final Socket client;
  private final Socket server;
  private final Conditions conditions;
  private final Consumer<ProxyConnection> whenClosed;
  private volatile boolean encryptionAsked;

  ProxyConnection(
      Socket client, Socket server, Conditions conditions, Consumer<ProxyConnection> whenClosed) {
    this.client = client;
    this.server = server;
    this.conditions = conditions;
    this.whenClosed = whenClosed;
  }

  void start() {
    onThread("database-proxy-to", () -> run(this::clientToServer));
    onThread("database-proxy-from", () -> run(this::serverToClient));
  }

  static void onThread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @FunctionalInterface
  private interface Way {
    void pass() throws IOException, InterruptedException;
  }

  private void run(Way way) {
    try {
      way.pass();
    } catch (IOException | InterruptedException over) {
      // One side is gone, so the other is closed, too.
    } finally {
      close();
    }
  }

  private void clientToServer() throws IOException, InterruptedException {
    DataInputStream in = in(client);
    OutputStream out = out(server);
    greet(in, out);
    while (true) {
      byte type = in.readByte();
      int length = in.readInt();
      boolean isRows = (type == COPY_DATA || type == BIND) && length > QUESTION;
      boolean cut = isRows && Conditions.take(conditions.rowsToCut());
      conditions.awaitPassage();
      out.write(ByteBuffer.allocate(5).put(type).putInt(length).array());
      pass(in, out, cut ? (length - 4) / 2 : length - 4);
      if (cut) {
        out.flush();
        throw new EOFException("cut in the middle of a message, as requested");
      }
      flushIfIdle(in, out);
    }
  }

  /**
   * Forwards what a client sends before messages have a type: requests for encryption, which the
   * server answers with a single byte, and then the startup message.
   */
  private void greet(DataInputStream in, OutputStream out)
      throws IOException, InterruptedException {
    boolean isRequest = true;
    while (isRequest) {
      int length = in.readInt();
      int code = in.readInt();
      isRequest = code == SSL_REQUEST || code == GSS_REQUEST;
      encryptionAsked = isRequest || encryptionAsked;
      conditions.awaitPassage();
      out.write(ByteBuffer.allocate(8).putInt(length).putInt(code).array());
      pass(in, out, length - 8);
      out.flush();
    }
  }

  private void serverToClient() throws IOException, InterruptedException {
    DataInputStream in = in(server);
    OutputStream out = out(client);
    byte type = in.readByte();
    while (encryptionAsked && type == 'N') {
      conditions.awaitPassage();
      out.write(type);
      out.flush();
      type = in.readByte();
    }
    while (true) {
      int length = in.readInt();
      conditions.awaitPassage();
      if (type == COMMAND_COMPLETE && length - 4 == COMMIT.length) {
        byte[] tag = in.readNBytes(COMMIT.length);
        if (Arrays.equals(tag, COMMIT)) {
          answerCommit();
        }
        out.write(ByteBuffer.allocate(5 + tag.length).put(type).putInt(length).put(tag).array());
      } else {
        out.write(ByteBuffer.allocate(5).put(type).putInt(length).array());
        pass(in, out, length - 4);
      }
      flushIfIdle(in, out);
      type = in.readByte();
    }
  }

  private void answerCommit() throws IOException, InterruptedException {
    if (Conditions.take(conditions.repliesToLose())) {
      throw new EOFException("the reply is lost, as requested");
    }
    if (Conditions.take(conditions.repliesToHold())) {
      conditions.hold();
    }
  }

  private static DataInputStream in(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream(), PIECE));
  }

  private static OutputStream out(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    return new BufferedOutputStream(socket.getOutputStream(), PIECE);
  }

  /** Flushes if no more input is available at once. */
  private static void flushIfIdle(InputStream in, OutputStream out) throws IOException {
    if (in.available() == 0) {
      out.flush();
    }
  }

  private void pass(InputStream in, OutputStream out, int bytes)
      throws IOException, InterruptedException {
    byte[] piece = new byte[Math.min(PIECE, Math.max(1, bytes))];
    int left = bytes;
    while (left > 0) {
      int read = in.read(piece, 0, Math.min(left, piece.length));
      if (read < 0) {
        throw new EOFException();
      }
      conditions.awaitPassage();
      out.write(piece, 0, read);
      left -= read;
      if (left > 0) {
        flushIfIdle(in, out);
      }
    }
  }

  /** The local port of the connection to the database. */
  int port() {
    return server.getLocalPort();
  }

  /** Cuts both sides. */
  void close() {
    for (Socket socket : new Socket[] {client, server}) {
      try {
        socket.close();
      } catch (IOException gone) {
        // The socket is closed either way.
      }
    }
    whenClosed.accept(this);
  }
}
