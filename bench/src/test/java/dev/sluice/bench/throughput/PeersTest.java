// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.run.SinkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which folders {@code --peers} names. */
class PeersTest {

  @TempDir private Path home;

  private void file(String name) throws IOException {
    file(name, "ledger");
  }

  /** A descriptor whose one mode lacks a capability; any will do as a file. */
  private void file(String name, String declined) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        """
        {"name": "a", "version": "1", "command": ["a"],
         "modes": [{"name": "a", "execution": "e", "declines": {"%s": "it cannot"}}]}
        """
            .formatted(declined));
  }

  private List<String> folders(String... named) {
    return Peers.folders(home, List.of(named), SinkKind.POSTGRES);
  }

  @Test
  void allAreTheOnesThatAreBuilt() throws Exception {
    file("peers/common/src/main/java/Common.java");
    for (String peer : List.of("spark", "flink")) {
      file("peers/" + peer + "/src/main/engine/engine.json");
      file("peers/" + peer + "/target/engine/engine.json");
    }
    assertEquals(List.of("peers/flink/target/engine", "peers/spark/target/engine"), folders("all"));
    assertEquals(
        List.of("some/folder", "peers/flink/target/engine", "peers/spark/target/engine"),
        folders("some/folder", "all", "some/folder"));
  }

  @Test
  void allAreTheOnesThatWriteToTheSink() throws Exception {
    file("peers/connect/src/main/engine/engine.json", "topics");
    file("peers/connect/target/engine/engine.json");
    file("peers/flink/src/main/engine/engine.json", "tables");
    file("peers/flink/target/engine/engine.json");
    assertEquals(List.of("peers/connect/target/engine"), folders("all"));
    assertEquals(
        List.of("peers/flink/target/engine"), Peers.folders(home, List.of("all"), SinkKind.KAFKA));
  }

  @Test
  void oneThatIsNotBuiltIsNamedWithWhatBuildsIt() throws Exception {
    file("peers/flink/src/main/engine/engine.json");
    String message = assertThrows(ConfigException.class, () -> folders("all")).getMessage();
    assertTrue(message.contains("peers/flink/target/engine"), message);
    assertTrue(message.contains("./mvnw -f peers/pom.xml package"), message);
  }
}
