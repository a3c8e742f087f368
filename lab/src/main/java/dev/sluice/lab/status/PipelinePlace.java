// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import dev.sluice.sink.postgres.PgSettings;
import java.time.Duration;

/**
 * Where a pipeline reads and writes, for a look from outside that creates nothing.
 *
 * @param config for the ports of log and sink; not an engine's: only its servers count
 * @param rows where the rows are, for a reader; without what may be a secret
 * @param sinkServer the key that names the sink's server, and its value, for errors
 */
public record PipelinePlace(EngineConfig config, String rows, String sinkServer) {

  /** How long one server may take to answer. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /** The place that these settings name. */
  public static PipelinePlace of(EngineConfig.Kafka kafka, SinkSettings sink) {
    EngineConfig given = config(kafka, sink);
    return sink.type().equals(PgSettings.TYPE)
        ? of(given, PgSettings.of(given))
        : of(given, KafkaSinkSettings.of(given));
  }

  private static PipelinePlace of(EngineConfig given, PgSettings there) {
    PgSettings readOnly =
        new PgSettings(
            there.url(),
            there.user(),
            there.password(),
            there.passwordFile(),
            there.schema(),
            false);
    return new PipelinePlace(
        given.withSink(readOnly.toSink()),
        "schema " + there.schema() + " at " + withoutSecrets(there.url()),
        "postgres.url: " + there.url());
  }

  private static PipelinePlace of(EngineConfig given, KafkaSinkSettings there) {
    // Whether events are compacted matters to their readers, not here.
    KafkaSinkSettings readOnly = new KafkaSinkSettings(there.kafka(), false, true);
    String servers = there.kafka().bootstrapServers();
    return new PipelinePlace(
        given.withSink(readOnly.toSink()),
        "topics " + there.name() + ".* at " + servers,
        "sink.kafka.bootstrap.servers: " + servers);
  }

  /** A URL without its user and its parameters, among which a password may be. */
  private static String withoutSecrets(String url) {
    return url.replaceFirst("\\?.*", "").replaceFirst("//[^/]*@", "//");
  }

  private static EngineConfig config(EngineConfig.Kafka kafka, SinkSettings sink) {
    return new EngineConfig(
        "status",
        kafka,
        sink,
        new EngineConfig.Decision("{}", null, null, 0, 0),
        "resume",
        false,
        false,
        1,
        EngineConfig.Batching.DEFAULT,
        EngineConfig.DEFAULT_COMMIT_INTERVAL_MILLIS,
        // A sink gives one attempt half of it.
        2 * PATIENCE.toMillis(),
        EngineConfig.DEFAULT_STOP_TIMEOUT_MILLIS,
        "");
  }
}
