// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.engine.decision.Decider;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.util.SortedSet;

/** Decides the records of an input by the code that every engine uses, without an engine. */
public final class InputDecisions {

  /** Is called with each record. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Takes one record.
     *
     * @param source the rules, fields and times that decided it; they change where the input names
     *     another host of its own
     */
    void decided(InputRecord record, Outcome outcome, DecisionSource source);
  }

  /**
   * Reads an input once, and decides each record.
   *
   * @return what was asked for, with the input's own hosts tracked
   */
  public static DecisionSource each(Input input, DecisionSource asked, Listener listener) {
    DecisionSource source = asked;
    Decider decider = Decider.of(source.decision());
    int hosts = 0;
    try (InputRecords records = input.records()) {
      for (long offset = 0; records.hasNext(); offset++) {
        InputRecord record = records.next();
        // A host counts from the line that names it: a log is read only once, as it may be a pipe.
        SortedSet<String> tracked = input.facts().trackedHosts();
        if (tracked.size() > hosts) {
          hosts = tracked.size();
          source = asked.tracking(tracked);
          decider = Decider.of(source.decision());
        }
        Position position = new Position(record.partition(), offset);
        LogRecord decided = new LogRecord(position, record.timestampMillis(), record.value());
        listener.decided(record, decider.decide(decided).outcome(), source);
      }
    }
    return source;
  }

  private InputDecisions() {}
}
