// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.engine.config.Json;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** For sinks that keep the ledger as JSON: its rows, and the pipeline, each as one line. */
public final class LedgerJson {

  /** The JSON of a row. */
  public static byte[] of(String topic, LedgerRow row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("topic", topic);
    fields.put("partition", row.partition());
    fields.put("first", row.first());
    fields.put("next", row.next());
    fields.put("counts", row.counts().asMap());
    return Json.write(fields).getBytes(UTF_8);
  }

  /**
   * The row that a JSON object has.
   *
   * @throws LedgerException if it has none
   */
  public static LedgerRow row(byte[] value) {
    try {
      Map<?, ?> fields = parse(value);
      Map<String, Long> counts = new TreeMap<>();
      ((Map<?, ?>) fields.get("counts"))
          .forEach((key, count) -> counts.put((String) key, ((Number) count).longValue()));
      return new LedgerRow(
          Math.toIntExact(whole(fields, "partition")),
          whole(fields, "first"),
          whole(fields, "next"),
          Counts.of(counts));
    } catch (ClassCastException | NullPointerException | IllegalArgumentException e) {
      throw unreadable(value, e);
    }
  }

  /** The JSON of a pipeline. */
  public static byte[] of(Pipeline pipeline) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("contract_version", pipeline.contractVersion());
    fields.put("run_id", pipeline.runId());
    fields.put("kafka_cluster_id", pipeline.kafkaClusterId());
    fields.put("topic", pipeline.topic());
    fields.put("topic_id", pipeline.topicId());
    fields.put("rules_sha256", pipeline.rulesSha256());
    fields.put("events_sha256", pipeline.eventsSha256());
    fields.put("allowed_lateness_micros", pipeline.allowedLatenessMicros());
    fields.put("allowed_skew_micros", pipeline.allowedSkewMicros());
    fields.put("dead_letters_per_reason", pipeline.deadLettersPerReason());
    fields.put("limits", pipeline.limits());
    fields.put("isolation", pipeline.isolation());
    return Json.write(fields).getBytes(UTF_8);
  }

  /**
   * The pipeline that a JSON object has.
   *
   * @throws LedgerException if it has none
   */
  public static Pipeline pipeline(byte[] value) {
    try {
      Map<?, ?> fields = parse(value);
      Object lateness = fields.get("allowed_lateness_micros");
      return new Pipeline(
          Math.toIntExact(whole(fields, "contract_version")),
          (String) fields.get("run_id"),
          (String) fields.get("kafka_cluster_id"),
          (String) fields.get("topic"),
          (String) fields.get("topic_id"),
          (String) fields.get("rules_sha256"),
          (String) fields.get("events_sha256"),
          lateness == null ? null : ((Number) lateness).longValue(),
          whole(fields, "allowed_skew_micros"),
          whole(fields, "dead_letters_per_reason"),
          (String) fields.get("limits"),
          (String) fields.get("isolation"));
    } catch (ClassCastException | NullPointerException | ArithmeticException e) {
      throw unreadable(value, e);
    }
  }

  private static Map<?, ?> parse(byte[] value) {
    try {
      return (Map<?, ?>)
          new Load(LoadSettings.builder().build()).loadFromString(new String(value, UTF_8));
    } catch (YamlEngineException e) {
      throw unreadable(value, e);
    }
  }

  private static long whole(Map<?, ?> fields, String name) {
    return ((Number) fields.get(name)).longValue();
  }

  private static LedgerException unreadable(byte[] value, RuntimeException cause) {
    String text = value == null ? "null" : new String(value, UTF_8);
    return new LedgerException(
        "the ledger has a line that is not Sluice's: "
            + text.substring(0, Math.min(100, text.length())),
        cause);
  }

  private LedgerJson() {}
}
