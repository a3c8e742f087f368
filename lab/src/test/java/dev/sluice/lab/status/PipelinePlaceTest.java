// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.sink.postgres.PgSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests what a look from outside takes of a configuration. */
class PipelinePlaceTest {

  @Test
  void theSinkIsThatOfTheConfigurationAndCreatesNothing() {
    PgSettings given =
        new PgSettings("jdbc:postgresql://db/app?x=1", "me", "one", "/secret", "web", true);
    PipelinePlace place =
        PipelinePlace.of(new EngineConfig.Kafka("h:1", "web", Map.of()), given.toSink());
    assertEquals(
        new PgSettings("jdbc:postgresql://db/app?x=1", "me", "one", "/secret", "web", false),
        PgSettings.of(place.config()));
    assertEquals("schema web at jdbc:postgresql://db/app", place.rows());
  }
}
