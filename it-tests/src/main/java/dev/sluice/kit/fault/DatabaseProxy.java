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
 * The network between an engine and its database: passes everything on, until it is told to cut, to
 * stall, to be slow, or to lose just the reply to a COMMIT. Listens on loopback and a free port.
 * Understands PostgreSQL's protocol 3 as far as where a message ends ("Message Formats" in the
 * manual), so that what it does, it does at a message's edge or in the middle of one, as asked.
 * Safe for use by many threads.
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

  /** Before the database on a port of this machine. */
  public static DatabaseProxy before(int port) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    DatabaseProxy proxy =
        new DatabaseProxy(new InetSocketAddress(loopback, port), new ServerSocket(0, 50, loopback));
    ProxyConnection.onThread("database-proxy", proxy::accept);
    return proxy;
  }

  /** Where an engine is to connect to instead. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection, and each new one, until {@link #heal}. */
  public void cut() {
    conditions.cut(true);
    connections.forEach(ProxyConnection::close);
  }

  /** Lets nothing through, neither way, though every connection stays, until {@link #heal}. */
  public void stall() {
    conditions.stall(true);
  }

  /** Waits before every piece of at most 8 KiB that it passes on, until {@link #heal}. */
  public void slow(int millis) {
    conditions.slow(millis);
  }

  /** Cuts the next connections in the middle of a message that carries rows, so many times. */
  public void cutInRows(int times) {
    conditions.rowsToCut().set(times);
  }

  /** Cuts the next connections instead of passing the reply to a COMMIT on, so many times. */
  public void loseReplyToCommit(int times) {
    conditions.repliesToLose().set(times);
  }

  /** Holds the next reply to a COMMIT back, until {@link #heal}; everything else passes. */
  public void holdReplyToCommit() {
    conditions.release();
    conditions.repliesToHold().set(1);
  }

  /** Whether a reply to a COMMIT, which the database has done, is held back now. */
  public boolean isHolding() {
    return conditions.isHolding();
  }

  /** How many of those that were asked for have yet to come about. */
  public int outstanding() {
    return conditions.rowsToCut().get() + conditions.repliesToLose().get();
  }

  /** How many connections were made so far, those included that were cut at once. */
  public int accepted() {
    return conditions.accepted().get();
  }

  /** The ports that the open connections have at the database's end. */
  public List<Integer> ports() {
    return connections.stream().map(ProxyConnection::port).toList();
  }

  /** The same of all connections that there ever were. */
  public Set<Integer> allPorts() {
    return Set.copyOf(allPorts);
  }

  /** Passes everything on again; what was cut stays cut. */
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
        // Closed, or a client that was gone at once.
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
      // As the database refuses, so does the way to it.
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

  /** What the network is like now. Safe for use by many threads. */
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

    /** Returns when it is released. */
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

    /** Returns when the next piece may pass. */
    synchronized void awaitPassage() throws InterruptedException {
      long slowUntil = System.nanoTime() + slowMillis * 1_000_000L;
      while (stalled || System.nanoTime() < slowUntil) {
        wait(stalled ? 0 : 1);
      }
    }

    /** Whether one of those that are asked for is due now; it is then done. */
    static boolean take(AtomicInteger asked) {
      return asked.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
  }
}
