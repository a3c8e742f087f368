// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The format is that of the option {@code startingOffsets} in Spark's Kafka guide. */
class KafkaOffsetsTest {

  @Test
  void r15_theSourceGetsOneOffsetForEachPartition() {
    assertEquals(
        "{\"web\":{\"0\":15,\"1\":0,\"12\":5000000000}}",
        KafkaOffsets.toJson("web", new TreeMap<>(Map.of(12, 5_000_000_000L, 0, 15L, 1, 0L))));
  }

  @Test
  void r15_offsetsOfTheSourceAreRead() {
    assertEquals(
        Map.of(0, 15L, 1, 0L, 12, 5_000_000_000L),
        KafkaOffsets.parse("{\"web\":{\"12\":5000000000,\"1\":0,\"0\":15}}"));
    assertEquals(Map.of(), KafkaOffsets.parse("{}"));
  }

  @Test
  void r15_offsetsThatCannotBeReadAreAnError() {
    assertThrows(IllegalArgumentException.class, () -> KafkaOffsets.parse("{\"web\":{\"0\":"));
    assertThrows(IllegalArgumentException.class, () -> KafkaOffsets.parse("{\"web\":15}"));
  }
}
