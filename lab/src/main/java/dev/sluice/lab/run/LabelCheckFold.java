// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.lab.compare.report.LabelCheck;
import dev.sluice.lab.input.Label;
import dev.sluice.lab.input.Labels;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Compares the outcome of each record with the record's label. */
final class LabelCheckFold implements OutcomeListener {

  private static final int FIRST = 5;

  private final Labels labels;
  private long checked;
  private long disagreeing;
  private final List<String> first = new ArrayList<>();

  LabelCheckFold(Labels labels) {
    this.labels = labels;
  }

  @Override
  public void decided(LogRecord record, Outcome outcome) {
    Label label = labels.at(record.position().partition(), record.position().offset());
    if (label == null) {
      return;
    }
    checked++;
    String decided = OutcomeCounts.key(outcome);
    if (!decided.equals(label.code())) {
      disagreeing++;
      if (first.size() < FIRST) {
        first.add(
            "partition %d, offset %d: labelled %s, decided %s"
                .formatted(
                    record.position().partition(),
                    record.position().offset(),
                    label.code(),
                    decided));
      }
    }
  }

  /** What was found, or null if no label was compared. */
  LabelCheck result() {
    return checked == 0 ? null : new LabelCheck(checked, disagreeing, first);
  }
}
