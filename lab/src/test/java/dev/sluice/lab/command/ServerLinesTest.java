// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.lab.server.Servers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerLinesTest {

  private static final String URL = "jdbc:postgresql://127.0.0.1:5433/postgres";

  @Test
  void aLineHasAllThatItsProgramNeeds() {
    ServerLines lines = new ServerLines(new Known("postgres", URL), null);
    assertEquals(
        "./sluice run --engine flink --kafka 127.0.0.1:9092 --topic traffic --jdbc"
            + " 'jdbc:postgresql://127.0.0.1:5433/postgres?user=postgres'",
        lines.engine("flink", "traffic"));
    assertEquals(
        "kafka-console-consumer.sh --bootstrap-server 127.0.0.1:9092 --topic traffic"
            + " --from-beginning --max-messages 5",
        lines.records("traffic"));
    assertEquals(
        "psql -h 127.0.0.1 -p 5433 -U postgres postgres -c"
            + " 'SELECT count(*) FROM oracle.processed_events'",
        lines.rows("oracle"));
  }

  @Test
  void theFileOfClientPropertiesIsNamedToEachClient() {
    ServerLines lines = new ServerLines(new Known("", URL), Path.of("my client.properties"));
    assertEquals(
        "./sluice run --engine flink --kafka 127.0.0.1:9092 --topic t --kafka-properties"
            + " 'my client.properties' --jdbc "
            + URL,
        lines.engine("flink", "t"));
    assertEquals(
        "kafka-console-consumer.sh --bootstrap-server 127.0.0.1:9092 --topic t --from-beginning"
            + " --max-messages 5 --consumer.config 'my client.properties'",
        lines.records("t"));
  }

  @Test
  void aUserThatTheUrlNamesIsNotNamedTwice() {
    assertEquals(
        URL + "?ssl=true&user=app",
        new ServerLines(new Known("app", URL + "?ssl=true"), null).jdbc());
    assertEquals(
        URL + "?user=own", new ServerLines(new Known("own", URL + "?user=own"), null).jdbc());
  }

  private record Known(String user, String jdbcUrl) implements Servers {
    @Override
    public String bootstrapServers() {
      return "127.0.0.1:9092";
    }

    @Override
    public Map<String, String> kafkaProperties() {
      return Map.of();
    }

    @Override
    public String password() {
      return "";
    }

    @Override
    public String kafkaVersion() {
      return "1";
    }

    @Override
    public void close() {}
  }
}
