// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** The ways to write rows that are compared. */
enum WriteMethod {
  ADD_BATCH("addBatch") {
    @Override
    RowWriter open(WriterTarget target, int batch) throws SQLException {
      return new BatchWriter(target, false);
    }
  },
  REWRITTEN("addBatch, rewritten") {
    @Override
    RowWriter open(WriterTarget target, int batch) throws SQLException {
      return new BatchWriter(target, true);
    }
  },
  UNNEST("unnest") {
    @Override
    RowWriter open(WriterTarget target, int batch) throws SQLException {
      return new UnnestWriter(target);
    }
  },
  COPY("COPY") {
    @Override
    RowWriter open(WriterTarget target, int batch) throws SQLException {
      return new CopyWriter(target, false);
    }
  },
  SORTED_COPY("COPY, sorted") {
    @Override
    RowWriter open(WriterTarget target, int batch) throws SQLException {
      return new CopyWriter(target, true);
    }
  },
  COUNTED_COPY("COPY, sorted, ledger") {
    @Override
    RowWriter open(WriterTarget target, int batch) throws SQLException {
      return new CountedCopyWriter(target);
    }
  },
  SLUICE("Sluice") {
    @Override
    RowWriter open(WriterTarget target, int batch) {
      return new LedgerRowWriter(target, batch);
    }
  };

  private final String title;

  WriteMethod(String title) {
    this.title = title;
  }

  /** Opens a writer, which the caller closes. */
  abstract RowWriter open(WriterTarget target, int batch) throws SQLException;

  /** The name in reports and results. */
  String title() {
    return title;
  }

  /** Whether it updates a ledger with the rows. */
  boolean keepsLedger() {
    return this == COUNTED_COPY || this == SLUICE;
  }

  /** The methods without a ledger. */
  static List<WriteMethod> withoutLedger() {
    return Stream.of(values()).filter(method -> !method.keepsLedger()).toList();
  }
}
