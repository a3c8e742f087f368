package dev.sluice.engine.ledger;

import dev.sluice.engine.decision.Decision;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try to bring records and ledger forward together (R9). Everything that is decided, is decided
 * under the locks of the ledger's rows, so that whoever tries again, or at the same time, finds the
 * truth there.
 */
final class LedgerTransaction {

  private static final Logger LOG = LoggerFactory.getLogger(LedgerTransaction.class);

  /** Where the tables are, and what is written into them. */
  record Target(String schema, String topic, Set<Integer> planned, long deadLettersPerReason) {}

  /**
   * How a try ended without failing.
   *
   * @param questions what must be asked of the log first; then nothing was written
   * @param nexts the ledger's {@code next} by partition, committed, where there is no question
   */
  record Result(Set<Position> questions, SortedMap<Integer, Long> nexts) {}

  /** One partition's records at or above {@code next}, and what they come to. */
  private record Share(LedgerRow row, List<Decision> records, Map<String, Long> tally) {

    LedgerRow moved() {
      long next = PartitionBuffer.offset(records.get(records.size() - 1)) + 1;
      return new LedgerRow(row.partition(), row.first(), next, row.counts().plus(Counts.of(tally)));
    }
  }

  private final Connection connection;
  private final Target target;
  private final Stage stage;
  private final SortedMap<Integer, Share> shares = new TreeMap<>();
  private final List<Row.Processed> processed = new ArrayList<>();
  private final List<Row.LateEvent> late = new ArrayList<>();
  private final List<Row.DeadLetter> deadLetters = new ArrayList<>();

  LedgerTransaction(Connection connection, Target target) {
    this.connection = connection;
    this.target = target;
    this.stage = new Stage(connection, target.schema());
  }

  /**
   * Locks, looks, writes and commits.
   *
   * @param buffers by partition, each with records
   * @param probed what the log answered so far, by the position that was asked for
   */
  Result run(
      SortedMap<Integer, PartitionBuffer> buffers, Map<Position, OptionalLong> probed)
      throws SQLException {
    SortedMap<Integer, LedgerRow> rows = lock(buffers.keySet());
    SortedMap<Integer, Long> nexts = new TreeMap<>();
    Set<Position> questions = new TreeSet<>();
    for (LedgerRow row : rows.values()) {
      PartitionBuffer buffer = buffers.get(row.partition());
      List<Decision> records = buffer.from(row.next());
      nexts.put(row.partition(), row.next());
      if (!records.isEmpty() && joins(row, buffer, records, probed, questions)) {
        Share share = new Share(row, records, new HashMap<>());
        shares.put(row.partition(), share);
        nexts.put(row.partition(), share.moved().next());
      }
    }
    if (!questions.isEmpty() || shares.isEmpty()) {
      connection.rollback();
      return new Result(questions, nexts);
    }
    shares.values().forEach(this::sort);
    write();
    Ledger.move(
        connection,
        target.schema(),
        target.topic(),
        shares.values().stream().map(Share::moved).toList());
    connection.commit();
    return new Result(questions, nexts);
  }

  private SortedMap<Integer, LedgerRow> lock(Set<Integer> partitions) throws SQLException {
    String schema = target.schema();
    String topic = target.topic();
    SortedMap<Integer, LedgerRow> rows = Ledger.lock(connection, schema, topic, partitions);
    if (rows.size() == partitions.size()) {
      return rows;
    }
    Set<Integer> missing = new TreeSet<>(partitions);
    missing.removeAll(rows.keySet());
    SortedMap<Integer, Long> appeared = new TreeMap<>();
    for (int partition : missing) {
      if (target.planned().contains(partition)) {
        throw new LedgerException(
            "the ledger of schema " + schema + " has no row for " + topic + "-" + partition
                + " any more; stop, and find out who deleted it",
            null);
      }
      appeared.put(partition, 0L); // R15: a partition that appears later starts at 0
    }
    Ledger.insertMissing(connection, schema, topic, appeared);
    return Ledger.lock(connection, schema, topic, partitions);
  }

  private boolean joins(
      LedgerRow row,
      PartitionBuffer buffer,
      List<Decision> records,
      Map<Position, OptionalLong> probed,
      Set<Position> questions) {
    long first = PartitionBuffer.offset(records.get(0));
    if (first == row.next() || buffer.broughtLedgerTo(row.next())) {
      return true;
    }
    Position from = new Position(row.partition(), row.next());
    OptionalLong answer = probed.get(from);
    if (answer == null) {
      questions.add(from);
      return false;
    }
    if (answer.isPresent() && answer.getAsLong() == first) {
      return true;
    }
    throw new GapException(
        target.topic() + "-" + row.partition() + ": the ledger's next is " + row.next()
            + ", the engine went on at " + first + ", and the log has "
            + (answer.isPresent() ? "record " + answer.getAsLong() : "no record")
            + " first; nothing was written. Start the engine again: it goes on from the ledger."
            + " If the log no longer holds those records, they are lost");
  }

  /** Counts a partition's records and puts each where it belongs. */
  private void sort(Share share) {
    for (Decision decision : share.records()) {
      Outcome outcome = decision.outcome();
      share.tally().merge(Counts.key(outcome), 1L, Long::sum);
      if (outcome instanceof Outcome.Accepted) {
        processed.add(Row.Processed.of(target.topic(), decision));
      } else if (outcome instanceof Outcome.Late) {
        late.add(Row.LateEvent.of(target.topic(), decision));
      } else if (outcome instanceof Outcome.Malformed) {
        deadLetters.add(Row.DeadLetter.of(decision));
      }
    }
  }

  private void write() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      // A user's deferred constraint must speak while its row can still be told from the others.
      statement.execute("SET CONSTRAINTS ALL IMMEDIATE");
    }
    int refused = divert(stage.land(Table.PROCESSED_EVENTS, processed));
    refused += divert(stage.land(Table.LATE_EVENTS, late));
    int unkept = stage.land(Table.DEAD_LETTERS, kept()).size();
    if (refused + unkept > 0) {
      LOG.warn(
          "{}: {} rows refused by the database and put into dead_letters, {} dead letters refused"
              + " and only counted; the last one: {}",
          target.topic(),
          refused,
          unkept,
          withoutData(stage.lastRefusal()));
    }
  }

  private int divert(List<Decision> refused) {
    for (Decision decision : refused) {
      Map<String, Long> tally = shares.get(decision.record().position().partition()).tally();
      tally.merge(Counts.key(decision.outcome()), -1L, Long::sum);
      tally.merge(Counts.REFUSED, 1L, Long::sum);
      deadLetters.add(Row.DeadLetter.refused(decision));
    }
    return refused.size();
  }

  /** The dead letters that are among the first of their partition and reason (R8). */
  private List<Row.DeadLetter> kept() {
    deadLetters.sort(Comparator.comparing(Row::position));
    Map<Integer, Map<String, Long>> seen = new HashMap<>();
    List<Row.DeadLetter> kept = new ArrayList<>();
    for (Row.DeadLetter letter : deadLetters) {
      LedgerRow row = shares.get(letter.position().partition()).row();
      String reason = letter.reason();
      String key = reason.equals(Counts.REFUSED) ? reason : Counts.malformed(reason);
      long ordinal =
          row.counts().get(key)
              + seen.computeIfAbsent(row.partition(), p -> new HashMap<>())
                  .merge(reason, 1L, Long::sum);
      if (ordinal <= target.deadLettersPerReason()) {
        kept.add(letter);
      }
    }
    return kept;
  }

  /** Names the constraint, without the row that the server's own message would show. */
  private static String withoutData(SQLException refusal) {
    ServerErrorMessage server = refusal instanceof PSQLException e ? e.getServerErrorMessage() : null;
    return "SQLSTATE "
        + refusal.getSQLState()
        + (server == null
            ? ""
            : ", table " + server.getTable() + ", constraint " + server.getConstraint());
  }
}
