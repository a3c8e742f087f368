package dev.sluice.engine.start;

import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * The parameters of a JDBC URL that no run can do with; without this check it would wait until its
 * deadline.
 */
final class JdbcParameters {

  private static final Set<String> STANDBYS =
      Set.of("secondary", "slave", "prefersecondary", "preferslave");

  /** The first parameter that asks for a session that cannot write, with its value. */
  static Optional<String> unfit(String url) {
    Properties given = Driver.parseURL(url, new Properties());
    if (given == null) {
      return Optional.empty(); // not of Postgres at all, which opening it says
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
            "replication=" + replication + ": such a session takes no rows; leave it out");
  }

  private JdbcParameters() {}
}
