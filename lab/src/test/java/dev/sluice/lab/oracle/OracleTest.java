// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.input.LoadedTopic;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.server.EmbeddedKafka;
import dev.sluice.lab.server.RunDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading from a real broker. */
class OracleTest {

  private static final int PARTITIONS = 60;

  /** By default, a broker holds back for half a second an answer that would be empty. */
  private static final Duration AN_EMPTY_ANSWER_EACH = Duration.ofMillis(500L * PARTITIONS);

  @Test
  void r11_allOfATopicIsReadWithoutWaitingAtThePartitionsEnds(@TempDir Path folder)
      throws Exception {
    try (RunDirectory run = RunDirectory.open(folder);
        EmbeddedKafka kafka = EmbeddedKafka.start(run)) {
      LoadedTopic loaded =
          new TopicLoader(Map.of("bootstrap.servers", kafka.bootstrapServers()))
              .load(
                  "many",
                  TrafficGenerator.of(5, 6_000, PARTITIONS, TrafficProfile.defaults()),
                  sent -> {});
      assertTrue(loaded.counts().stream().allMatch(count -> count > 0), "seed 5");

      long begun = System.nanoTime();
      OracleTables tables =
          Oracle.fold(
              new EngineConfig.Kafka(kafka.bootstrapServers(), "many", Map.of()),
              new EngineConfig.Decision(
                  "{\"version\":1,\"rules\":[]}", null, 15_000_000L, 60_000_000L, 10),
              OutcomeListener.NONE);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);

      assertEquals(6_000, tables.counts().seen());
      assertTrue(took.compareTo(AN_EMPTY_ANSWER_EACH.dividedBy(2)) < 0, took::toString);
    }
  }
}
