// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.write.LedgerWriter;
import java.util.List;

/** Writes with Sluice's writer, but in this thread, whose processor time is measured. */
final class LedgerRowWriter implements RowWriter {

  private final LedgerWriter writer;

  LedgerRowWriter(WriterTarget target, int batch) {
    this.writer = LedgerWriter.open(target.plan(batch));
  }

  @Override
  public void write(List<DecidedRecord> batch) {
    batch.forEach(writer::add);
    writer.flush();
  }

  @Override
  public void close() {
    writer.close();
  }
}
