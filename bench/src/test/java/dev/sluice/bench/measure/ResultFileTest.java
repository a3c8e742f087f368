// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a bench that was stopped resumes. */
class ResultFileTest {

  record Plan(int rounds) {}

  record Result(String who, double rate) {}

  private static final Result FIRST = new Result("flink", 1234.5);
  private static final Result SECOND = new Result("spark", 2);

  @TempDir private Path folder;

  private ResultFile<Result> open(int rounds) throws IOException {
    return ResultFile.open(folder, "drains", new Plan(rounds), Result.class);
  }

  @Test
  void whatWasMeasuredIsThereAgain() throws Exception {
    ResultFile<Result> file = open(5);
    file.add(FIRST);
    file.add(SECOND);
    assertEquals(List.of(FIRST, SECOND), file.results());
    assertEquals(List.of(FIRST, SECOND), open(5).results());
  }

  @Test
  void aLineThatWasCutShortIsMeasuredAnew() throws Exception {
    open(5).add(FIRST);
    Files.writeString(folder.resolve("drains.ndjson"), "{\"who\":\"spa", StandardOpenOption.APPEND);
    ResultFile<Result> again = open(5);
    assertEquals(List.of(FIRST), again.results());
    again.add(SECOND);
    assertEquals(List.of(FIRST, SECOND), open(5).results());
  }

  @Test
  void anotherPlanIsRefused() throws Exception {
    open(5).add(FIRST);
    assertThrows(ConfigException.class, () -> open(6));
  }
}
