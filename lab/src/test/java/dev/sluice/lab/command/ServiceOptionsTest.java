// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.command.ServiceOptions.Kind;
import dev.sluice.lab.server.LabRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ServiceOptionsTest {

  private static final String URL = "jdbc:postgresql://db.example/x";

  @TempDir Path folder;

  private static ServiceOptions options(String... args) {
    return CommandLine.populateCommand(new ServiceOptions(), args);
  }

  private static String refusal(String... args) {
    return assertThrows(ConfigException.class, () -> options(args).kind()).getMessage();
  }

  @Test
  void theServersAreTheRunsOwnProcessesWhereNothingIsSaid() {
    assertEquals(Kind.EMBEDDED, options().kind());
    assertEquals(Kind.DOCKER, options("--services", "docker").kind());
    assertEquals(
        Kind.EXTERNAL,
        options("--services", "external", "--kafka", "b:9092", "--jdbc", URL).kind());
  }

  @Test
  void anotherPlaceIsRefusedWithThoseThatThereAre() {
    assertEquals(
        "--services: 'podman' is unknown; use embedded, docker or external",
        refusal("--services", "podman"));
  }

  @Test
  void wrongOptionsEndTheCommandWithOneLineAndCode2() {
    StringWriter err = new StringWriter();
    int code =
        SluiceCommand.run(
            new String[] {"compare", "--services", "external", "--jdbc", URL},
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(err));
    assertEquals(2, code);
    assertEquals(
        "sluice: --kafka: is missing; --services external needs HOST:PORT of a broker\n",
        err.toString());
  }

  @Test
  void externalServersNeedBothPlaces() {
    assertEquals(
        "--jdbc: is missing; --services external needs the database's URL",
        refusal("--services", "external", "--kafka", "b:9092"));
  }

  @Test
  void placesWithoutExternalServersAreRefusedAndNotIgnored() {
    assertEquals("--kafka: is for --services external, not embedded", refusal("--kafka", "b:9092"));
    assertEquals(
        "--jdbc: is for --services external, not docker",
        refusal("--services", "docker", "--jdbc", URL));
    assertEquals(
        "--kafka-properties: is for --services external, not embedded",
        refusal("--kafka-properties", "x.properties"));
  }

  @Test
  void aSecretInTheUrlIsRefusedAndNotRepeated() {
    String refusal =
        refusal("--services", "external", "--kafka", "b:9092", "--jdbc", URL + "?password=hunter2");
    assertTrue(refusal.startsWith("--jdbc: holds a secret"), refusal);
    assertFalse(refusal.contains("hunter2"), refusal);
  }

  @Test
  void aPropertiesFileThatIsNotThereIsRefused() {
    String refusal =
        refusal(
            "--services",
            "external",
            "--kafka",
            "b:9092",
            "--jdbc",
            URL,
            "--kafka-properties",
            "/no/such/file");
    assertEquals("--kafka-properties: /no/such/file: there is no such file", refusal);
  }

  private static String[] external(String kafka, Path properties) {
    return new String[] {
      "--services",
      "external",
      "--kafka",
      kafka,
      "--jdbc",
      URL,
      "--kafka-properties",
      properties.toString()
    };
  }

  /** A client ignores what it does not know, and would connect in plain text. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "securty.protocol=SSL|securty.protocol: no Kafka client knows this property; did you mean"
            + " security.protocol?",
        "consumer.security.protocol=SSL|consumer.security.protocol: each property goes to every"
            + " client that knows it; write security.protocol",
        "bootstrap.servers=b:9092|bootstrap.servers: remove it; it is the key"
            + " kafka.bootstrap.servers"
      })
  void aPropertyThatIsUnknownOrTheLabsOwnIsRefusedByName(String line, String problem)
      throws IOException {
    Path file = Files.writeString(folder.resolve("client.properties"), line);
    assertEquals("--kafka-properties: " + file + ": " + problem, refusal(external("b:9092", file)));
  }

  @Test
  void aPropertyThatOnlyAConsumerRefusesIsRefusedBeforeAnyServerIsAsked() throws Exception {
    Path file = Files.writeString(folder.resolve("client.properties"), "fetch.max.bytes=50MB");
    ServiceOptions options = options(external("127.0.0.1:1", file));
    try (LabRun run = LabRun.open(new PrintWriter(Writer.nullWriter()))) {
      assertEquals(
          "--kafka-properties: fetch.max.bytes: 50MB is refused by the Kafka consumer (Not a number"
              + " of type INT); correct or remove it",
          assertThrows(ConfigException.class, () -> options.start(run)).getMessage());
    }
  }

  @Test
  void aClusterThatDoesNotAnswerIsNamedByItsOption() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    ServiceOptions options =
        options("--services", "external", "--kafka", "127.0.0.1:" + closed, "--jdbc", URL);
    try (LabRun run = LabRun.open(new PrintWriter(Writer.nullWriter()))) {
      String refusal = assertThrows(ConfigException.class, () -> options.start(run)).getMessage();
      assertTrue(refusal.startsWith("--kafka: 127.0.0.1:" + closed + ": no answer"), refusal);
    }
  }

  @Test
  void systemPropertiesChooseForTests() {
    System.setProperty("sluice.services", "external");
    try {
      assertEquals(
          "sluice.kafka: is missing; sluice.services external needs HOST:PORT of a broker",
          assertThrows(ConfigException.class, () -> ServiceOptions.ofSystem().kind()).getMessage());
    } finally {
      System.clearProperty("sluice.services");
    }
  }
}
