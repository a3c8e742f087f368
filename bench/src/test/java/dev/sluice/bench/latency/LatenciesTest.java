// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatenciesTest {

  @Test
  void aPercentileIsWhatSoManyOfAHundredTookAtMost() throws Exception {
    Histogram histogram = new Histogram(3);
    for (int micros = 1; micros <= 1_000; micros++) {
      histogram.recordValue(micros);
    }
    Latencies latencies = Latencies.of(histogram);
    assertEquals(1_000, latencies.rows());
    assertEquals(0.5, latencies.millis(50));
    assertEquals(0.95, latencies.millis(95));
    assertEquals(0.999, latencies.millis(99.9));
    assertEquals(1, latencies.millis(100));

    ObjectMapper json = new ObjectMapper();
    assertEquals(latencies, json.readValue(json.writeValueAsString(latencies), Latencies.class));
  }

  @Test
  void withoutRowsThereIsNoPercentile() {
    Latencies none = Latencies.of(new Histogram(3));
    assertEquals(0, none.rows());
    assertThrows(IllegalStateException.class, () -> none.millis(50));
  }
}
