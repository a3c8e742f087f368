// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.kafka010.JsonUtils;
import scala.jdk.javaapi.CollectionConverters;

/** Converts offsets to and from the JSON of Spark's Kafka source, with that source's own code. */
final class KafkaOffsets {

  static String toJson(String topic, Map<Integer, Long> offsets) {
    Map<TopicPartition, Object> byPartition = new HashMap<>();
    offsets.forEach(
        (partition, offset) -> byPartition.put(new TopicPartition(topic, partition), offset));
    return JsonUtils.partitionOffsets(
        scala.collection.immutable.Map.from(CollectionConverters.asScala(byPartition)));
  }

  static SortedMap<Integer, Long> parse(String json) {
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    CollectionConverters.asJava(JsonUtils.partitionOffsets(json))
        .forEach((partition, offset) -> offsets.put(partition.partition(), (Long) offset));
    return offsets;
  }

  private KafkaOffsets() {}
}
