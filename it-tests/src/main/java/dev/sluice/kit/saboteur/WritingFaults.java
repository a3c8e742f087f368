// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.saboteur;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.kit.reference.ConsumerLoop;
import dev.sluice.sink.postgres.JdbcUpsert;
import dev.sluice.sink.postgres.PgSession;
import dev.sluice.sink.postgres.PgSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Faults in writing decisions to the tables (R7 to R9, R11 to R14). */
final class WritingFaults {

  private static final int THOUSAND = 1_000;

  /** The real standard output of the process; {@code System.out} is redirected by now. */
  private static final PrintStream STDOUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  /** A loop that drops some of its decisions. */
  private static ConsumerLoop losing(RunPlan plan, int every) {
    return new ConsumerLoop(plan) {
      private long count;

      @Override
      protected void write(DecidedRecord decision) {
        if (++count % every != 0) {
          super.write(decision);
        }
      }
    };
  }

  static ConsumerLoop dropsEvery1000th(RunPlan plan) {
    return losing(plan, THOUSAND);
  }

  static ConsumerLoop losesWhatFillsABatch(RunPlan plan) {
    return losing(plan, plan.config().batch().records());
  }

  static ConsumerLoop forgetsTheLastBatch(RunPlan plan) {
    return new ConsumerLoop(plan) {
      private final List<DecidedRecord> held = new ArrayList<>();

      @Override
      protected void write(DecidedRecord decision) {
        held.add(decision);
        // Only full batches are passed on, and the last one is not full.
        if (held.size() == plan.config().batch().records()) {
          held.forEach(super::write);
          held.clear();
        }
      }
    };
  }

  /** Writes the accepted rows again, with the comparison of positions reversed. */
  static ConsumerLoop lastCopyWins(RunPlan plan) {
    JdbcUpsert upsert = processedEvents(plan);
    String sql = replaced(upsert.sql(), " > (EXCLUDED", " < (EXCLUDED");
    return new ConsumerLoop(plan) {
      private final List<DecidedRecord> accepted = new ArrayList<>();

      @Override
      protected void write(DecidedRecord decision) {
        if (upsert.takes(decision)) {
          accepted.add(decision);
        }
        super.write(decision);
      }

      @Override
      protected void flush() {
        super.flush();
        try (Connection connection = open(plan)) {
          upsert(connection, upsert, sql, accepted);
        } catch (SQLException e) {
          throw new LedgerException("the last copies: " + e.getMessage(), e);
        }
        accepted.clear();
      }
    };
  }

  /** Leaves the correct rows in the end, but in between they are ahead of the ledger. */
  static ConsumerLoop writesRowsBeforeTheyAreCounted(RunPlan plan) {
    JdbcUpsert upsert = processedEvents(plan);
    return new ConsumerLoop(plan) {
      private Connection connection;

      @Override
      protected void write(DecidedRecord decision) {
        if (upsert.takes(decision)) {
          try {
            connection = connection == null ? open(plan) : connection;
            upsert(connection, upsert, upsert.sql(), List.of(decision));
          } catch (SQLException e) {
            throw new LedgerException("a row beside the ledger: " + e.getMessage(), e);
          }
        }
        super.write(decision);
      }
    };
  }

  private static JdbcUpsert processedEvents(RunPlan plan) {
    return JdbcUpsert.processedEvents(PgSettings.of(plan.config()).schema(), plan.topic());
  }

  /** Upserts decisions in a separate transaction. */
  private static void upsert(
      Connection connection, JdbcUpsert upsert, String sql, List<DecidedRecord> decisions)
      throws SQLException {
    connection.setAutoCommit(false);
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (DecidedRecord decision : decisions) {
        upsert.bind(statement, decision);
        statement.addBatch();
      }
      statement.executeBatch();
    }
    connection.commit();
  }

  /** Replaces a text; throws if it does not occur, since then the fault would have no effect. */
  private static String replaced(String sql, String text, String by) {
    if (!sql.contains(text)) {
      throw new IllegalStateException(
          sql + ": \"" + text + "\" does not occur; adapt the saboteur");
    }
    return sql.replace(text, by);
  }

  /** Lifts the limit only for the writer; the pipeline's row still has the plan's limit. */
  static ConsumerLoop keepsEveryDeadLetter(RunPlan plan) {
    EngineConfig config = plan.config();
    return new ConsumerLoop(
        new RunPlan(
            config.withDecision(config.decision().keepingAllDeadLetters()),
            plan.runId(),
            plan.starts(),
            plan.ends()));
  }

  static ConsumerLoop isOffByOneAfterARestart(RunPlan plan) {
    try (Connection connection = open(plan);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE \"%s\".ledger SET next = next + 1 WHERE next > first"
              .formatted(PgSettings.of(plan.config()).schema()));
    } catch (SQLException e) {
      throw new LedgerException("the ledger's next", e);
    }
    return new ConsumerLoop(plan);
  }

  static ConsumerLoop swallowsDatabaseErrors(RunPlan plan) {
    return new ConsumerLoop(plan) {
      private boolean isBroken;

      @Override
      protected void write(DecidedRecord decision) {
        unlessBroken(() -> super.write(decision));
      }

      @Override
      protected void check() {
        unlessBroken(super::check);
      }

      @Override
      protected void flush() {
        unlessBroken(super::flush);
      }

      private void unlessBroken(Runnable step) {
        try {
          if (!isBroken) {
            step.run();
          }
        } catch (LedgerException e) {
          isBroken = true;
          System.err.println("cannot write, continuing: " + e.getMessage());
        }
      }
    };
  }

  static ConsumerLoop noticesAFailureAtTheNextRecord(RunPlan plan) {
    return new ConsumerLoop(plan) {
      @Override
      protected void check() {
        // The writer throws the failure when it gets the next record.
      }
    };
  }

  static ConsumerLoop printsToStdout(RunPlan plan) {
    return new ConsumerLoop(plan) {
      private long count;

      @Override
      protected void write(DecidedRecord decision) {
        super.write(decision);
        if (++count % THOUSAND == 0) {
          STDOUT.println(count + " records");
        }
      }
    };
  }

  private static Connection open(RunPlan plan) throws SQLException {
    return PgSession.open(PgSettings.of(plan.config()), "saboteur");
  }

  private WritingFaults() {}
}
