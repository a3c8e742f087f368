package dev.sluice.bench.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.measure.Figure;
import dev.sluice.engine.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bench that was stopped goes on where it was. */
class CellFileTest {

  private static final Cell FIRST =
      new Cell(Selection.FILTERED, "flink", 1, null, Map.of(Figure.DRAIN_RATE, 1234.5));
  private static final Cell VOID =
      new Cell(Selection.UNFILTERED, "spark", 2, "a row is missing", Map.of());

  @TempDir private Path folder;

  private static BenchPlan plan(int rounds) {
    return new BenchPlan(
        1_000, rounds, 1, 4, 2, List.of("flink"), List.of(), List.of(Selection.FILTERED));
  }

  @Test
  void whatWasMeasuredIsThereAgain() throws Exception {
    CellFile file = CellFile.open(folder, plan(5));
    file.add(FIRST);
    file.add(VOID);
    CellFile again = CellFile.open(folder, plan(5));
    assertEquals(List.of(FIRST, VOID), again.cells());
    assertTrue(again.has(Selection.FILTERED, "flink", 1));
    assertFalse(again.has(Selection.FILTERED, "flink", 2));
    assertFalse(again.has(Selection.UNFILTERED, "flink", 1));
  }

  @Test
  void aLineThatWasCutShortIsMeasuredAnew() throws Exception {
    CellFile.open(folder, plan(5)).add(FIRST);
    Path lines = folder.resolve("cells.ndjson");
    Files.writeString(lines, "{\"input\":\"UNFILT", StandardOpenOption.APPEND);
    CellFile again = CellFile.open(folder, plan(5));
    assertEquals(List.of(FIRST), again.cells());
    again.add(VOID);
    assertEquals(List.of(FIRST, VOID), CellFile.open(folder, plan(5)).cells());
  }

  @Test
  void anotherPlanIsRefused() throws Exception {
    CellFile.open(folder, plan(5)).add(FIRST);
    assertThrows(ConfigException.class, () -> CellFile.open(folder, plan(6)));
  }
}
