// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Finds the parameters of a JDBC URL with which no run can work; without this check a run would
 * retry until its deadline.
 */
final class JdbcParameters {

  private static final Set<String> STANDBYS =
      Set.of("secondary", "slave", "prefersecondary", "preferslave");

  /**
   * The first parameter that requests a session that cannot write, with its value and what to do.
   */
  static Optional<String> unfit(String url) {
    Properties given = Driver.parseURL(url, new Properties());
    if (given == null) {
      return Optional.empty(); // not a Postgres URL, which opening it reports
    }
    if (PGProperty.READ_ONLY.getBoolean(given)) {
      return Optional.of("readOnly=true: a run writes; leave it out");
    }
    String target = String.valueOf(PGProperty.TARGET_SERVER_TYPE.getOrDefault(given));
    if (STANDBYS.contains(target.toLowerCase(Locale.ROOT))) {
      return Optional.of(
          "targetServerType=" + target + ": a run writes, which a standby refuses; use primary");
    }
    String replication = PGProperty.REPLICATION.getOrDefault(given);
    return replication == null
        ? Optional.empty()
        : Optional.of(
            "replication=" + replication + ": such a session cannot write rows; leave it out");
  }

  private JdbcParameters() {}
}
