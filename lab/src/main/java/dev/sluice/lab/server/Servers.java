package dev.sluice.lab.server;

import java.util.Map;

/** The Kafka and the Postgres that engines run against. */
public interface Servers extends AutoCloseable {

  /** Kafka's {@code bootstrap.servers}. */
  String bootstrapServers();

  /** Further client properties for Kafka, such as security settings; may hold secrets. */
  Map<String, String> kafkaProperties();

  /** The database's URL, without a password. */
  String jdbcUrl();

  /** The database's user. */
  String user();

  /** The database's password; empty where none is needed. Never to be printed. */
  String password();

  /** Ends the servers that this started. */
  @Override
  void close();
}
