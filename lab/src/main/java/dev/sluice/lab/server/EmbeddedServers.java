// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A real Kafka broker and a real Postgres of this run, started in parallel. */
public final class EmbeddedServers implements Servers {

  private final EmbeddedKafka kafka;
  private final EmbeddedDatabase database;

  private EmbeddedServers(EmbeddedKafka kafka, EmbeddedDatabase database) {
    this.kafka = kafka;
    this.database = database;
  }

  /**
   * Starts both and waits until both answer.
   *
   * @throws ServerException if one does not start; the other is ended then
   */
  public static EmbeddedServers start(RunDirectory run) {
    CompletableFuture<EmbeddedKafka> broker =
        CompletableFuture.supplyAsync(() -> EmbeddedKafka.start(run), EmbeddedServers::onThread);
    EmbeddedDatabase database;
    try {
      database = EmbeddedDatabase.start(run);
    } catch (RuntimeException e) {
      broker.handle((kafka, failure) -> closed(kafka, e, failure)).join();
      throw e;
    }
    try {
      return new EmbeddedServers(broker.join(), database);
    } catch (CompletionException e) {
      RuntimeException failure =
          e.getCause() instanceof RuntimeException ours ? ours : new ServerException("Kafka", e);
      closeKeeping(database, failure);
      throw failure;
    }
  }

  private static void onThread(Runnable start) {
    Thread thread = new Thread(start, "broker-start");
    thread.setDaemon(true);
    thread.start();
  }

  private static Void closed(EmbeddedKafka kafka, RuntimeException first, Throwable second) {
    if (second != null) {
      first.addSuppressed(second);
    } else {
      closeKeeping(kafka, first);
    }
    return null;
  }

  private static void closeKeeping(AutoCloseable server, RuntimeException failure) {
    try {
      server.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }

  /** The broker, to be killed and restarted by a drill. */
  public EmbeddedKafka kafka() {
    return kafka;
  }

  /** The database, to be killed and restarted by a drill. */
  public EmbeddedDatabase database() {
    return database;
  }

  /**
   * Does nothing while both run.
   *
   * @throws ServerException naming the one that has ended, with the end of its log
   */
  @Override
  public void requireAlive() {
    kafka.requireAlive();
    database.requireAlive();
  }

  @Override
  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public Map<String, String> kafkaProperties() {
    return Map.of();
  }

  @Override
  public String jdbcUrl() {
    return database.jdbcUrl();
  }

  @Override
  public String user() {
    return EmbeddedDatabase.USER;
  }

  @Override
  public String password() {
    return "";
  }

  @Override
  public String kafkaVersion() {
    return EmbeddedKafka.version();
  }

  @Override
  public void close() {
    try (kafka) {
      database.close();
    }
  }
}
