// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.server.JavaBinary;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the mains of the job jars refuse, with one line and exit code 2, before any cluster. */
@Timeout(120)
class JobJarsIT {

  private static final String CANARY = "canary-4711";

  @TempDir private Path folder;

  /**
   * The end of a process.
   *
   * @param err what it printed to standard error
   */
  private record End(int code, String err) {

    void isRefusal(String line) {
      assertEquals(2, code, err);
      List<String> lines = err.lines().filter(each -> each.startsWith("sluice: ")).toList();
      assertEquals(1, lines.size(), err);
      assertTrue(lines.get(0).startsWith("sluice: " + line), err);
      assertFalse(err.contains("at dev.sluice"), err);
    }
  }

  @Test
  void withoutAConfigurationTheUsageIsShown() throws Exception {
    flink().isRefusal("usage: sluice-flink.jar CONFIG-FILE; one argument is required, there are 0");
    spark().isRefusal("usage: sluice-spark.jar CONFIG-FILE; one argument is required, there are 0");
  }

  @Test
  void aSavepointIsLeftToFlinksOwnCommand() throws Exception {
    End end = flink(config("flink", "start: savepoint:/tmp/x\n"));
    end.isRefusal("start: savepoint:/tmp/x: a cluster restores what it saved at its own command");
    assertTrue(end.err().contains("flink run -s PATH"), end.err());
  }

  @Test
  void metricsOfAProcessAreNotThoseOfACluster() throws Exception {
    spark(config("spark", "metrics.listen: 9400\n"))
        .isRefusal("metrics.listen: is of a process of its own");
  }

  @Test
  void theJdbcModeWhosePasswordWouldTravelIsRefused() throws Exception {
    flink(config("flink-jdbc", "")).isRefusal("engine: flink-jdbc is not for clusters");
  }

  @Test
  void aPasswordInTheFileIsRefusedWithoutBeingShown() throws Exception {
    String password = config("spark", "postgres.password: " + CANARY + "\n");
    for (End end : List.of(spark(password), flink(password))) {
      end.isRefusal("postgres.password: would travel with the job");
      assertFalse(end.err().contains(CANARY), end.err());
    }
  }

  private String config(String engine, String more) throws IOException {
    return Files.writeString(
            folder.resolve(engine + ".yaml"),
            """
            engine: %s
            kafka.bootstrap.servers: 127.0.0.1:1
            kafka.topic: web
            postgres.url: jdbc:postgresql://127.0.0.1:1/x
            state.dir: /tmp
            """
                    .formatted(engine)
                + more)
        .toString();
  }

  private End flink(String... args) throws Exception {
    Path engine = EngineCatalog.home().resolve("engine-flink/target/engine");
    Files.createDirectories(folder.resolve("conf"));
    Files.writeString(folder.resolve("conf/config.yaml"), "rest.address: 127.0.0.1\n");
    return run(
        List.of(
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "-cp",
            engine.resolve("lib") + "/*",
            "org.apache.flink.client.cli.CliFrontend",
            "run",
            engine.resolve("job/sluice-flink.jar").toString()),
        args);
  }

  private End spark(String... args) throws Exception {
    Path engine = EngineCatalog.home().resolve("engine-spark/target/engine");
    return run(
        List.of(
            "-cp",
            engine.resolve("job/sluice-spark.jar") + ":" + engine.resolve("lib") + "/*",
            "dev.sluice.spark.SparkClusterMain"),
        args);
  }

  private End run(List<String> java, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(JavaBinary.path(), "-XX:TieredStopAtLevel=1"));
    command.addAll(java);
    command.addAll(List.of(args));
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.to(err.toFile()));
    builder.environment().put("FLINK_CONF_DIR", folder.resolve("conf").toString());
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), () -> command + " does not end");
      return new End(process.exitValue(), Files.readString(err));
    } finally {
      process.destroyForcibly();
    }
  }
}
