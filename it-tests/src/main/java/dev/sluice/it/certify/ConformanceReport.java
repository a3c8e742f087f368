package dev.sluice.it.certify;

import dev.sluice.it.stage.Stage;
import dev.sluice.lab.report.Machine;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The verdict on some engines, ready to be written down.
 *
 * @param run its name
 * @param elapsed of all tests together
 * @param seed of the stochastic tests
 * @param machine where it ran
 * @param versions of what the engines were run against, by name
 */
record ConformanceReport(
    String run,
    Instant startedAt,
    Duration elapsed,
    long seed,
    Machine machine,
    Map<String, String> versions,
    List<EngineFindings> engines) {

  ConformanceReport {
    engines = List.copyOf(engines);
  }

  static ConformanceReport of(
      String run, Instant startedAt, long seed, Stage stage, List<EngineFindings> engines)
      throws SQLException {
    Map<String, String> versions = new LinkedHashMap<>();
    String own = ConformanceReport.class.getPackage().getImplementationVersion();
    versions.put("sluice", own == null ? "(not packaged)" : own);
    try (Connection connection = stage.connect()) {
      versions.put("postgres", connection.getMetaData().getDatabaseProductVersion());
    }
    versions.put("kafka_clients", org.apache.kafka.common.utils.AppInfoParser.getVersion());
    return new ConformanceReport(
        run,
        startedAt,
        Duration.between(startedAt, Instant.now()),
        seed,
        Machine.here(),
        versions,
        engines);
  }

  boolean hasFailed() {
    return engines.stream().anyMatch(EngineFindings::hasFailed);
  }
}
