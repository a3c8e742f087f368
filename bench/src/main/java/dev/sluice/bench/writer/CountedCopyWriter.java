// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.model.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes as the sorted {@link CopyWriter} does, with a ledger's two statements around the merge in
 * the same round trip. This shows the cost of a ledger, all else being equal.
 */
final class CountedCopyWriter extends CopyWriter {

  private final String lock;
  private final String move;
  private final Map<Integer, Long> written = new TreeMap<>();

  CountedCopyWriter(WriterTarget target) throws SQLException {
    super(target, true);
    this.lock =
        "SELECT partition, first, next, counts FROM "
            + target.table("ledger")
            + " WHERE topic = ? AND partition = ANY (?) ORDER BY partition FOR UPDATE";
    this.move =
        "UPDATE "
            + target.table("ledger")
            + " AS l SET next = m.next, counts = m.counts::jsonb"
            + " FROM unnest(?, ?, ?) AS m (partition, next, counts)"
            + " WHERE l.topic = ? AND l.partition = m.partition";
  }

  @Override
  void merge(Connection within, String sql, List<DecidedRecord> batch) throws SQLException {
    Map<Integer, Long> next = new TreeMap<>();
    for (DecidedRecord decision : batch) {
      Position position = decision.record().position();
      next.put(position.partition(), position.offset() + 1);
      written.merge(position.partition(), 1L, Long::sum);
    }
    Object[] partitions = next.keySet().toArray();
    Object[] counts =
        next.keySet().stream().map(p -> "{\"accepted\": " + written.get(p) + "}").toArray();
    try (PreparedStatement statement =
        within.prepareStatement(String.join("; ", lock, sql, move))) {
      statement.setString(1, WriterTarget.TOPIC);
      statement.setArray(2, within.createArrayOf("int4", partitions));
      statement.setArray(3, within.createArrayOf("int4", partitions));
      statement.setArray(4, within.createArrayOf("int8", next.values().toArray()));
      statement.setArray(5, within.createArrayOf("text", counts));
      statement.setString(6, WriterTarget.TOPIC);
      statement.execute();
    }
  }
}
