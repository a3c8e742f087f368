// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The network between an engine and its database. Forwards everything unless a test makes it cut,
 * stall or slow down connections, or lose the reply to a COMMIT. Listens on a free port of the
 * loopback interface. Understands enough of PostgreSQL's protocol 3 to know where a message ends
 * ("Message Formats" in the manual), so it can act exactly at the end of a message or in the middle
 * of one. Thread-safe.
 */
public final class DatabaseProxy implements AutoCloseable {

  private final InetSocketAddress database;
  private final ServerSocket listener;
  private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
  private final Set<Integer> allPorts = ConcurrentHashMap.newKeySet();
  private final Conditions conditions = new Conditions();
  private volatile boolean closed;

  private DatabaseProxy(InetSocketAddress database, ServerSocket listener) {
    this.database = database;
    this.listener = listener;
  }

  /** Starts a proxy for the database on a port of this machine. */
  public static DatabaseProxy before(int port) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    DatabaseProxy proxy =
        new DatabaseProxy(new InetSocketAddress(loopback, port), new ServerSocket(0, 50, loopback));
    ProxyConnection.onThread("database-proxy", proxy::accept);
    return proxy;
  }

  /** The port that an engine must connect to instead of the database's. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection, including new ones, until {@link #heal}. */
  public void cut() {
    conditions.cut(true);
    connections.forEach(ProxyConnection::close);
  }

  /** Keeps all connections but forwards nothing in either direction, until {@link #heal}. */
  public void stall() {
    conditions.stall(true);
  }

  /** Delays every piece, of at most 8 KiB, until {@link #heal}. */
  public void slow(int millis) {
    conditions.slow(millis);
  }

  /**
   * Cuts connections in the middle of the next messages that carry rows, the given number of times.
   */
  public void cutInRows(int times) {
    conditions.rowsToCut().set(times);
  }

  /**
   * Cuts connections instead of forwarding the next replies to a COMMIT, the given number of times.
   */
  public void loseReplyToCommit(int times) {
    conditions.repliesToLose().set(times);
  }

  /** Holds back the next reply to a COMMIT until {@link #heal}; everything else passes. */
  public void holdReplyToCommit() {
    conditions.release();
    conditions.repliesToHold().set(1);
  }

  /** Whether the reply to a COMMIT, which the database has executed, is held back now. */
  public boolean isHolding() {
    return conditions.isHolding();
  }

  /** The number of requested cuts that have not happened yet. */
  public int outstanding() {
    return conditions.rowsToCut().get() + conditions.repliesToLose().get();
  }

  /** The number of connections accepted so far, including those that were cut at once. */
  public int accepted() {
    return conditions.accepted().get();
  }

  /** The local ports of the open connections, as the database sees them. */
  public List<Integer> ports() {
    return connections.stream().map(ProxyConnection::port).toList();
  }

  /** Like {@link #ports}, but of all connections so far. */
  public Set<Integer> allPorts() {
    return Set.copyOf(allPorts);
  }

  /** Forwards everything again; connections that were cut stay cut. */
  public void heal() {
    conditions.rowsToCut().set(0);
    conditions.repliesToLose().set(0);
    conditions.repliesToHold().set(0);
    conditions.release();
    conditions.slow(0);
    conditions.cut(false);
    conditions.stall(false);
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = listener.accept();
        conditions.accepted().incrementAndGet();
        serve(client);
      } catch (SocketException e) {
        // The proxy was closed, or the client disconnected at once.
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private void serve(Socket client) throws IOException {
    if (conditions.isCut()) {
      client.close();
      return;
    }
    Socket server = new Socket();
    try {
      server.connect(database);
    } catch (IOException refused) {
      // The database refuses connections, so the proxy does, too.
      client.close();
      server.close();
      return;
    }
    ProxyConnection connection =
        new ProxyConnection(client, server, conditions, connections::remove);
    connections.add(connection);
    allPorts.add(connection.port());
    connection.start();
    if (conditions.isCut() || closed) {
      connection.close();
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    heal();
    listener.close();
    connections.forEach(ProxyConnection::close);
  }

  /** The current state of the network. Thread-safe. */
  static final class Conditions {

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger rowsToCut = new AtomicInteger();
    private final AtomicInteger repliesToLose = new AtomicInteger();
    private final AtomicInteger repliesToHold = new AtomicInteger();
    private volatile int slowMillis;
    private volatile boolean cut;
    private boolean stalled;
    private boolean holding;

    AtomicInteger accepted() {
      return accepted;
    }

    AtomicInteger rowsToCut() {
      return rowsToCut;
    }

    AtomicInteger repliesToLose() {
      return repliesToLose;
    }

    AtomicInteger repliesToHold() {
      return repliesToHold;
    }

    boolean isCut() {
      return cut;
    }

    void cut(boolean now) {
      cut = now;
    }

    void slow(int millis) {
      slowMillis = millis;
    }

    synchronized void stall(boolean now) {
      stalled = now;
      notifyAll();
    }

    /** Waits until it is released. */
    synchronized void hold() throws InterruptedException {
      holding = true;
      while (holding) {
        wait();
      }
    }

    synchronized void release() {
      holding = false;
      notifyAll();
    }

    synchronized boolean isHolding() {
      return holding;
    }

    /** Waits until the next piece may pass. */
    synchronized void awaitPassage() throws InterruptedException {
      long slowUntil = System.nanoTime() + slowMillis * 1_000_000L;
      while (stalled || System.nanoTime() < slowUntil) {
        wait(stalled ? 0 : 1);
      }
    }

    /** Takes one of the requested actions; false if none is left. */
    static boolean take(AtomicInteger asked) {
      return asked.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
  }
}
