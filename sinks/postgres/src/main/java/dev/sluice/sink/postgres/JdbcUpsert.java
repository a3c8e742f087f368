// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.sink.Row;
import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.model.Outcome;
import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;

/**
 * A statement for an engine's own JDBC sink, which keeps no ledger. It writes the same rows as
 * {@link LedgerWriter}, regardless of how often and in what order they arrive. It has no counts, so
 * it keeps every dead letter and diverts no refused row. Immutable and thread-safe.
 */
public final class JdbcUpsert implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Table table;
  private final String schema;
  private final String topic;

  private JdbcUpsert(Table table, String schema, String topic) {
    this.table = table;
    this.schema = Schema.checkedName(schema);
    this.topic = Objects.requireNonNull(topic, "topic");
  }

  /** For accepted decisions: the copy at the lowest position is kept (R7). */
  public static JdbcUpsert processedEvents(String schema, String topic) {
    return new JdbcUpsert(Table.PROCESSED_EVENTS, schema, topic);
  }

  /** For late decisions. */
  public static JdbcUpsert lateEvents(String schema, String topic) {
    return new JdbcUpsert(Table.LATE_EVENTS, schema, topic);
  }

  /** For malformed decisions. */
  public static JdbcUpsert deadLetters(String schema, String topic) {
    return new JdbcUpsert(Table.DEAD_LETTERS, schema, topic);
  }

  /** The statement, with {@code ?} for its parameters. */
  public String sql() {
    return table.upsert(schema);
  }

  /** Whether a decision is a row of this table. */
  public boolean takes(DecidedRecord decision) {
    Outcome outcome = decision.outcome();
    return switch (table) {
      case PROCESSED_EVENTS -> outcome instanceof Outcome.Accepted;
      case LATE_EVENTS -> outcome instanceof Outcome.Late;
      case DEAD_LETTERS -> outcome instanceof Outcome.Malformed;
    };
  }

  /**
   * Sets the parameters of {@link #sql}.
   *
   * @throws IllegalArgumentException for a decision that is not a row of this table
   */
  public void bind(PreparedStatement statement, DecidedRecord decision) throws SQLException {
    if (!takes(decision)) {
      throw new IllegalArgumentException(
          Counts.key(decision.outcome()) + " is not a row of " + table);
    }
    row(decision).writeTo(new Parameters(statement));
  }

  private Row row(DecidedRecord decision) {
    return switch (table) {
      case PROCESSED_EVENTS -> Row.Processed.of(topic, decision);
      case LATE_EVENTS -> Row.LateEvent.of(topic, decision);
      case DEAD_LETTERS -> Row.DeadLetter.of(decision);
    };
  }
}
