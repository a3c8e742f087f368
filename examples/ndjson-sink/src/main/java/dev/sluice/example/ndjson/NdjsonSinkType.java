// SPDX-License-Identifier: Apache-2.0
package dev.sluice.example.ndjson;

import dev.sluice.engine.config.ConfigKey;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.ValueKind;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkCapability;
import dev.sluice.engine.sink.SinkType;
import java.util.List;
import java.util.Map;

/** A folder of NDJSON files; engines find this class by its line in {@code META-INF/services}. */
public final class NdjsonSinkType implements SinkType {

  static final ConfigKey FOLDER =
      ConfigKey.required("ndjson.folder", ValueKind.Text.ANY, "The folder of this run's files.");

  @Override
  public String name() {
    return "ndjson";
  }

  @Override
  public List<ConfigKey> keys() {
    return List.of(FOLDER);
  }

  @Override
  public Map<SinkCapability, String> declines() {
    return Map.of(
        SinkCapability.REFUSAL, "A file has no constraints, so it refuses no row.",
        SinkCapability.REPLACEMENT, "A file is not changed; readers keep the lowest position.");
  }

  @Override
  public Sink open(EngineConfig config) {
    return new NdjsonSink(config);
  }
}
