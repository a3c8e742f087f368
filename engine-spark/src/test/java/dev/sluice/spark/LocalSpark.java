// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A session for all tests of this module that need one: it takes seconds to start. */
final class LocalSpark implements AutoCloseable {

  private final Path folder;
  private final SparkSession session;

  private LocalSpark() {
    try {
      folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "spark-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    session =
        SparkSession.builder()
            .appName("test")
            .master("local[1]")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.ui.enabled", false)
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.local.dir", folder.toAbsolutePath().toString())
            .config("spark.sql.warehouse.dir", folder.toAbsolutePath() + "/warehouse")
            .getOrCreate();
  }

  @Override
  public void close() throws IOException {
    session.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Passes the session to tests that need it, and closes it after the last of them. */
  static final class Extension implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SparkSession.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.create(LocalSpark.class))
          .computeIfAbsent(LocalSpark.class, key -> new LocalSpark(), LocalSpark.class)
          .session;
    }
  }
}
