// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings of the servers that the lab starts, the same for processes and for containers, so
 * that comparisons do not differ by that.
 */
final class ServerSettings {

  /** The broker's memory. */
  static final String BROKER_HEAP = "-Xmx384m";

  /** The broker's configuration, without its addresses and folders. */
  static final Map<String, String> KAFKA =
      settings(
          "auto.create.topics.enable", "false",
          // Of the topics that an engine creates for its rows.
          "num.partitions", "4",
          "group.initial.rebalance.delay.ms", "0",
          // A killed broker can rejoin when its old session has expired.
          "broker.session.timeout.ms", "3000",
          "broker.heartbeat.interval.ms", "500",
          // The events of a test are of any time, past or future.
          "log.retention.ms", "-1",
          "log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE),
          "offsets.topic.replication.factor", "1",
          "offsets.topic.num.partitions", "4",
          "transaction.state.log.replication.factor", "1",
          "transaction.state.log.min.isr", "1",
          "transaction.state.log.num.partitions", "4",
          "share.coordinator.state.topic.replication.factor", "1",
          "share.coordinator.state.topic.min.isr", "1",
          "share.coordinator.state.topic.num.partitions", "4",
          "log.cleaner.dedupe.buffer.size", "8388608",
          // How often it looks for something to compact.
          "log.cleaner.backoff.ms", "1000",
          "num.network.threads", "2",
          "num.io.threads", "4");

  /** The database's, without its addresses and folders. */
  static final Map<String, String> POSTGRES =
      settings(
          // Libraries for tests turn these off. Durability is part of what is promised and
          // measured.
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "track_commit_timestamp", "on",
          "max_prepared_transactions", "10",
          "max_connections", "100",
          // Enough for the index of ten million random keys, and for the log between two
          // checkpoints (one starts at half of it): with less, the disk would be measured,
          // and full pages that are logged again.
          "shared_buffers", "1GB",
          "max_wal_size", "8GB",
          "checkpoint_timeout", "30min",
          // Recycled log files need not be filled with zeros and synced while a client waits.
          "min_wal_size", "4GB");

  private static Map<String, String> settings(String... namesAndValues) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Collections.unmodifiableMap(settings);
  }

  private ServerSettings() {}
}
