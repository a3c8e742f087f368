// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.model.Event;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A row of {@code processed_events}: an accepted event, its identity and its position. */
record IdentifiedRow(String identity, Position position, Event event) {

  /** The order of the key's collation, since these identities contain only ASCII. */
  private static final Comparator<IdentifiedRow> BY_KEY =
      Comparator.comparing(IdentifiedRow::identity).thenComparing(IdentifiedRow::position);

  static List<IdentifiedRow> of(List<DecidedRecord> accepted) {
    List<IdentifiedRow> rows = new ArrayList<>(accepted.size());
    for (DecidedRecord decision : accepted) {
      Position position = decision.record().position();
      Event event = ((Outcome.Accepted) decision.outcome()).event();
      rows.add(new IdentifiedRow(event.identity(WriterTarget.TOPIC, position), position, event));
    }
    return rows;
  }

  /**
   * The rows in the key's order; of several with one identity, only the one at the lowest position.
   */
  static List<IdentifiedRow> sorted(List<DecidedRecord> accepted) {
    List<IdentifiedRow> sorted = of(accepted);
    sorted.sort(BY_KEY);
    List<IdentifiedRow> distinct = new ArrayList<>(sorted.size());
    String last = null;
    for (IdentifiedRow row : sorted) {
      if (!row.identity().equals(last)) {
        distinct.add(row);
        last = row.identity();
      }
    }
    return distinct;
  }
}
