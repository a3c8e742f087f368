// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionSourceTest {

  private static final String JSON =
      "{\"version\": 1, \"rules\": [{\"name\": \"post\", \"when\":"
          + " {\"equals\": {\"field\": \"method\", \"value\": \"POST\"}}}]}";

  private final DecisionSource defaults = DecisionSource.defaults();

  @TempDir Path folder;

  @Test
  void aByteOrderMarkAtTheHeadOfTheDefaultRulesChangesNothing() throws IOException {
    Path file =
        Files.writeString(folder.resolve("rules.yaml"), "\ufeff" + RulesFile.defaultRules());
    assertEquals(defaults.rules(), DecisionSource.ofFile(file).rules());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", "\ufeff\n", "\ufeff# a comment\n", "\ufeff---\n"})
  void aByteOrderMarkAtTheHeadOfAFileIsSkipped(String head) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.json"), head + JSON);
    assertEquals("post", DecisionSource.ofFile(file).rules().rules().get(0).name());
  }

  @Test
  void labelsHoldForTheDefaultRulesAndTimesAlone() {
    assertTrue(defaults.isWhatLabelsAssume());
    assertFalse(defaults.with(14_000_000L, 60_000_000, 10_000).isWhatLabelsAssume());
    assertFalse(defaults.with(null, 60_000_000, 10_000).isWhatLabelsAssume());
    assertFalse(defaults.with(15_000_000L, 0, 10_000).isWhatLabelsAssume());
    assertFalse(defaults.tracking(List.of("another.example")).isWhatLabelsAssume());
  }

  @Test
  void aMappingIsPartOfTheDecisionAndOfNoLabel() throws IOException {
    String yaml =
        "version: 1\nfields:\n  event_time: {from: t, format: rfc3339}\n  host: {from: h}\n  url: u\n";
    Path file = Files.writeString(folder.resolve("mine.yaml"), "\ufeff" + yaml);
    DecisionSource mapped =
        defaults
            .withEvents(EventsSource.ofFile(file))
            .with(15_000_000L, 60_000_000, 3)
            .tracking(List.of("a.example"));
    assertEquals("mine.yaml", mapped.events().name());
    String json =
        "{\"version\":1,\"fields\":{\"event_time\":{\"from\":\"t\"},\"host\":{\"from\":\"h\"},"
            + "\"url\":{\"from\":\"u\"}}}";
    assertEquals(json, mapped.decision().eventsJson());
    assertFalse(defaults.withEvents(mapped.events()).isWhatLabelsAssume());
    assertNull(defaults.decision().eventsJson());
  }

  @Test
  void howManyDeadLettersAreKeptChangesNoLabel() {
    assertTrue(defaults.with(15_000_000L, 60_000_000, 3).isWhatLabelsAssume());
  }
}
