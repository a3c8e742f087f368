// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackSamplesTest {

  private static final String RULE = "dev.sluice.rules.WordRule";

  @Test
  void theTenInnermostMethodsAreToldTheMostFrequentFirst() {
    StackSamples samples = new StackSamples();
    for (int method = 1; method <= 12; method++) {
      for (int times = 0; times < method; times++) {
        samples.add("m" + method, List.of("java.util.HashMap", RULE));
      }
    }
    List<TopFrame> top = samples.topFrames();
    assertEquals(10, top.size());
    assertEquals(new TopFrame("java.util.HashMap.m12", 12), top.get(0));
    assertEquals(new TopFrame("java.util.HashMap.m3", 3), top.get(9));
    assertEquals("HashMap.m3", top.get(9).shown());
    // 1 + 2 + … + 12
    assertEquals(Map.of(Layer.DECIDE, 78L), samples.layers());
  }

  @Test
  void aLambdaIsOneMethodInWhateverRun() {
    StackSamples samples = new StackSamples();
    samples.add("test", List.of(RULE + "$$Lambda$14/0x0000000800c03000"));
    samples.add("test", List.of(RULE + "$$Lambda$15.305"));
    assertEquals(List.of(new TopFrame(RULE + "$$Lambda.test", 2)), samples.topFrames());
  }

  @Test
  void whatMadeNoRecordingHasNoSamples() throws IOException {
    assertEquals(Map.of(), StackSamples.read(Path.of("none.jfr"), Instant.EPOCH).layers());
  }
}
