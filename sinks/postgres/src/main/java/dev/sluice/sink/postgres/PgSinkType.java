// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.config.ConfigKey;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkType;
import java.util.List;

/** Postgres, whose tables are those of {@code docs/contract/schema.sql}. */
public final class PgSinkType implements SinkType {

  @Override
  public String name() {
    return PgSettings.TYPE;
  }

  @Override
  public List<ConfigKey> keys() {
    return PgSettings.KEYS;
  }

  @Override
  public Sink open(EngineConfig config) {
    return new PgSink(config);
  }
}
