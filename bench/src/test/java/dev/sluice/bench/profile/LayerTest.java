// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerTest {

  @ParameterizedTest
  @CsvSource({
    "dev.sluice.rules.RuleSet, DECIDE",
    "dev.sluice.model.Position, DECIDE",
    "dev.sluice.engine.decision.Decider$State, DECIDE",
    "dev.sluice.engine.write.LedgerWriter, LEDGER_WRITER",
    "org.postgresql.core.PGStream, LEDGER_WRITER",
    "org.apache.kafka.clients.consumer.KafkaConsumer, KAFKA_CLIENT",
    "org.apache.kafka.common.utils.Crc32C, KAFKA_CLIENT",
    "org.apache.kafka.streams.KafkaStreams, ENGINE",
    "org.apache.flink.util.Preconditions, ENGINE",
    "org.apache.spark.SparkContext, ENGINE",
    "scala.Option, ENGINE",
    "dev.sluice.flink.Pipeline, ADAPTER",
    "dev.sluice.engine.life.EngineMain, ADAPTER",
    "dev.sluicegate.Other, OTHER",
    "java.lang.Thread, OTHER"
  })
  void aClassBelongsToTheLayerOfItsPackage(String className, Layer layer) {
    assertEquals(layer, Layer.of(List.of(className)));
  }

  @Test
  void theJdkCountsForItsCallerAndTheInnermostLayerForAll() {
    assertEquals(
        Layer.DECIDE,
        Layer.of(
            List.of(
                "java.util.HashMap",
                "java.lang.String",
                "dev.sluice.rules.WordRule",
                "dev.sluice.flink.DecideFunction",
                "org.apache.flink.streaming.runtime.tasks.StreamTask")));
    assertEquals(
        Layer.LEDGER_WRITER,
        Layer.of(
            List.of(
                "sun.nio.ch.SocketDispatcher",
                "org.postgresql.core.PGStream",
                "dev.sluice.engine.write.LedgerWriter",
                "dev.sluice.kstreams.LedgerProcessor")));
  }
}
