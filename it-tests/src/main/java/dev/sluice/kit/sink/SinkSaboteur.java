// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.Row;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkWriter;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Wrong sinks that test {@link SinkContract}. Each is the reference with one planted fault, and a
 * test of the contract must catch it.
 */
@SuppressWarnings("ImmutableEnumChecker") // its suppliers are constructors, which have no state
enum SinkSaboteur {
  /** Commits the rows, and the ledger after them. */
  WRITES_ROWS_WITHOUT_LEDGER(RowsFirst::new, "r9_aFailedCommitLeavesAllOrNothing"),

  /** Commits the ledger, and the rows after it. */
  MOVES_THE_LEDGER_WITHOUT_ROWS(LedgerFirst::new, "r9_aFailedCommitLeavesAllOrNothing"),

  /** Does not compare the ledger. */
  LETS_A_ZOMBIE_IN(Incomparable::new, "r9_aZombiesCommitChangesNothing"),

  /** Takes a commit whose outcome is unknown as done. */
  TAKES_UNKNOWN_AS_DONE(Optimist::new, "r9_aCommitWithAnUnknownOutcomeIsSettledByTheLedger"),

  /** Takes a commit whose outcome is unknown as not done, and repeats it. */
  TAKES_UNKNOWN_AS_NOT_DONE(
      Pessimist::new, "r9_aCommitWithAnUnknownOutcomeIsNotRepeatedOverAnotherWriters"),

  /** Commits the partitions of a batch one after the other. */
  SPLITS_A_COMMIT(Splitter::new, "r9_ofTwoPartitionsTheOneThatWasTakenOverIsLeftToItsNewWriter"),

  /** Puts start rows over those that are there. */
  INSERTS_STARTS_AGAIN(Restarter::new, "r15_startRowsThatAreInsertedTwiceAreThereOnce"),

  /** Begins where another pipeline is. */
  IGNORES_ANOTHER_PIPELINE(Squatter::new, "r10_anotherPipelineChangesNothing"),

  /** Keeps of an identity the row that came last. */
  KEEPS_THE_LAST_COPY(
      LastWins::new, "r7_ofAnIdentityTheLowestPositionIsKeptInWhateverOrderTheyCome");

  private final Supplier<MemorySink> sink;
  private final String caughtBy;

  SinkSaboteur(Supplier<MemorySink> sink, String caughtBy) {
    this.sink = sink;
    this.caughtBy = caughtBy;
  }

  /** A new place with the fault. */
  MemorySink sink() {
    return sink.get();
  }

  /** The name of a test that must fail. */
  String caughtBy() {
    return caughtBy;
  }

  private static final class RowsFirst extends MemorySink {
    @Override
    protected SinkWriter.Commit commit(Batch batch) throws SinkFault {
      write(batch);
      return super.commit(batch);
    }
  }

  private static final class LedgerFirst extends MemorySink {
    @Override
    protected SinkWriter.Commit commit(Batch batch) throws SinkFault {
      SortedMap<Integer, LedgerRow> before = new TreeMap<>(ledger());
      move(batch);
      wire().request();
      ledger().putAll(before);
      return super.commit(batch);
    }
  }

  private static final class Incomparable extends MemorySink {
    @Override
    protected boolean isAsAssumed(SortedMap<Integer, LedgerRow> rows, Batch batch) {
      return true;
    }
  }

  private static final class Optimist extends MemorySink {
    @Override
    protected SinkWriter.Commit commit(Batch batch) throws SinkFault {
      try {
        return super.commit(batch);
      } catch (SinkFault unknown) {
        SortedMap<Integer, LedgerRow> rows = new TreeMap<>(batch.assumed());
        batch.moved().forEach(row -> rows.put(row.partition(), row));
        return new SinkWriter.Commit(true, rows, null);
      }
    }
  }

  private static final class Pessimist extends MemorySink {
    private Batch failed;

    @Override
    protected SinkWriter.Commit commit(Batch batch) throws SinkFault {
      try {
        return super.commit(batch);
      } catch (SinkFault unknown) {
        failed = batch;
        throw unknown;
      }
    }

    @Override
    protected boolean isAsAssumed(SortedMap<Integer, LedgerRow> rows, Batch batch) {
      return batch == failed || super.isAsAssumed(rows, batch);
    }
  }

  private static final class Splitter extends MemorySink {
    @Override
    protected boolean isAsAssumed(SortedMap<Integer, LedgerRow> rows, Batch batch) {
      batch.moved().stream()
          .filter(row -> batch.assumed().get(row.partition()).equals(rows.get(row.partition())))
          .forEach(row -> ledger().put(row.partition(), row));
      return super.isAsAssumed(rows, batch);
    }
  }

  private static final class Restarter extends MemorySink {
    @Override
    protected void insert(int partition, long start) {
      ledger().put(partition, LedgerRow.start(partition, start));
    }
  }

  private static final class Squatter extends MemorySink {
    @Override
    protected boolean isOf(Pipeline begun) {
      return true;
    }
  }

  private static final class LastWins extends MemorySink {
    @Override
    protected void write(Row.Processed row) {
      replace(row);
    }
  }
}
