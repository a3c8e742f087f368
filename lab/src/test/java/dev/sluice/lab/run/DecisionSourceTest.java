package dev.sluice.lab.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.config.RulesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionSourceTest {

  private static final String JSON =
      "{\"version\": 1, \"rules\": [{\"name\": \"post\", \"when\":"
          + " {\"equals\": {\"field\": \"method\", \"value\": \"POST\"}}}]}";

  @TempDir Path folder;

  @Test
  void aByteOrderMarkAtTheHeadOfTheDefaultRulesChangesNothing() throws IOException {
    Path file =
        Files.writeString(folder.resolve("rules.yaml"), "\ufeff" + RulesFile.defaultRules());
    assertEquals(DecisionSource.defaults().rules(), DecisionSource.ofFile(file).rules());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ufeff", "\ufeff\n", "\ufeff# a comment\n", "\ufeff---\n"})
  void aByteOrderMarkAtTheHeadOfAFileIsSkipped(String head) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.json"), head + JSON);
    assertEquals("post", DecisionSource.ofFile(file).rules().rules().get(0).name());
  }
}
