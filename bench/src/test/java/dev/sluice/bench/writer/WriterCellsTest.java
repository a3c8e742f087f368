// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.bench.report.Findings;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.chart.Summary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the findings of the measurements, each of 100 rows. */
class WriterCellsTest {

  private static final int BATCH = 10_000;
  private static final WriterPlan PLAN =
      new WriterPlan(1, 2, List.of(new WriterPlan.Size(BATCH, 100)), List.of(BATCH));

  private static WriterCell cell(String method, int round, double seconds, long wal) {
    return new WriterCell(method, BATCH, round, 100, seconds, 0.001, 0.002, wal, null);
  }

  private static WriterCell cell(WriteMethod method, int round, double seconds) {
    return cell(method.title(), round, seconds, 0);
  }

  @Test
  void aRatioIsTakenWithinARound() {
    WriterCells cells =
        new WriterCells(
            List.of(
                cell(WriteMethod.SLUICE, 1, 2),
                cell(WriteMethod.COPY, 1, 1),
                cell(WriteMethod.SLUICE, 2, 10),
                cell(WriteMethod.COPY, 2, 20),
                cell(WriteMethod.SLUICE, 3, 1)));
    // 50/100 and 10/5 rows/s; the third round has no COPY.
    assertEquals(
        Optional.of(new Summary(1.25, 0.5, 2, 2)),
        cells.ratio(WriteMethod.SLUICE, WriteMethod.COPY, BATCH));
    assertEquals(Optional.empty(), cells.ratio(WriteMethod.SLUICE, WriteMethod.UNNEST, BATCH));
    assertEquals(Optional.empty(), cells.ratio(WriteMethod.SLUICE, WriteMethod.COPY, 1));
  }

  @Test
  void theBestIsOneWithoutALedgerAndCounts() {
    WriterCells cells =
        new WriterCells(
            List.of(
                cell(WriteMethod.UNNEST, 1, 0.5).because("left 99 rows of 100"),
                cell(WriteMethod.COUNTED_COPY, 1, 0.5),
                cell(WriteMethod.SLUICE, 1, 0.5),
                cell(WriteMethod.ADD_BATCH, 1, 4),
                cell(WriteMethod.COPY, 1, 2)));
    assertEquals(Optional.of(WriteMethod.COPY), cells.best(BATCH));
    assertEquals(Optional.of(50.0), cells.rate(WriteMethod.COPY, BATCH));
    assertEquals(Optional.empty(), cells.best(1));
  }

  @Test
  void theHeadlinesSayWhatTheWriterIsHeldTo() {
    Findings findings =
        new WriterFindings(
                PLAN,
                List.of(
                    cell(WriteMethod.SLUICE, 1, 1.25),
                    cell(WriteMethod.SORTED_COPY, 1, 1),
                    cell(WriteMethod.COUNTED_COPY, 1, 1.25),
                    cell(WriterCell.FIRST_RUN, 1, 4, 2_000),
                    cell(WriterCell.REPLAY, 1, 2, 50)))
            .tell();
    assertEquals(
        List.of(
            "Writer: 0.80 to 0.80 of the best method without a ledger,"
                + " at batches of 10,000 to 10,000",
            "Ledger: its statements cost 20.0 % at a batch of 10,000",
            "Replay: 2.00 times the first run's rate, with 2.5 % of its WAL"),
        findings.headlines());
    assertEquals(List.of(), findings.voids());
    List<Grid> grids =
        findings.chapters().get(0).blocks().stream()
            .filter(Grid.class::isInstance)
            .map(Grid.class::cast)
            .toList();
    // 0.003 s for 100 rows.
    Grid processor = grids.get(2);
    int column = processor.heads().indexOf(WriteMethod.SLUICE.title());
    assertEquals("30.0", processor.texts().get(0).get(column));
    assertEquals(
        List.of("10,000", "25", "50", "2.00 (2.00–2.00)", "20.0", "0.5", "0.03 (0.03–0.03)"),
        grids.get(3).texts().get(0));
  }

  @Test
  void whatWasNeverMeasuredIsADashAndWhatIsVoidIsSaid() {
    Findings findings =
        new WriterFindings(
                PLAN, List.of(cell(WriteMethod.UNNEST, 2, 1).because("counted 7 of 100 rows")))
            .tell();
    assertEquals(
        List.of("writer, unnest, batch 10,000, round 2: counted 7 of 100 rows"), findings.voids());
    assertEquals(List.of(), findings.headlines());
  }
}
