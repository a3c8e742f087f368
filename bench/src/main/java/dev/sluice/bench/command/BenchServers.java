// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.command;

import dev.sluice.bench.measure.ResultFile;
import dev.sluice.lab.run.Progress;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LabRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The servers of a bench, started on first use. Their versions are kept with the results, since a
 * bench that resumes may not need the servers any more. Not thread-safe.
 */
final class BenchServers implements Supplier<EmbeddedServers> {

  private record Versions(String kafka, String postgres) {}

  private final LabRun run;
  private final Progress progress;
  private final ResultFile<Versions> versions;
  private EmbeddedServers servers;

  /** The servers of a run, which will own them. */
  BenchServers(LabRun run, Progress progress, Path folder) throws IOException {
    this.run = run;
    this.progress = progress;
    this.versions = ResultFile.open(folder, "servers", Map.of(), Versions.class);
  }

  @Override
  public EmbeddedServers get() {
    if (servers == null) {
      progress.at("servers", 0, 0);
      servers = run.own(EmbeddedServers.start(run.directory()));
      keepVersions();
      progress.done("servers", "Kafka and Postgres are ready");
    }
    return servers;
  }

  private void keepVersions() {
    try (Connection connection = servers.connect()) {
      Versions found =
          new Versions(
              servers.kafkaVersion(), connection.getMetaData().getDatabaseProductVersion());
      if (!versions.results().contains(found)) {
        versions.add(found);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("Postgres: the version could not be read", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The versions of the servers; empty before the first start. */
  Map<String, String> versions() {
    Map<String, String> named = new LinkedHashMap<>();
    List<Versions> known = versions.results();
    if (!known.isEmpty()) {
      Versions last = known.get(known.size() - 1);
      named.put("Kafka", last.kafka());
      named.put("Postgres", last.postgres());
    }
    return named;
  }
}
