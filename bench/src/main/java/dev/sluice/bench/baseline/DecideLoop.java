// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.baseline;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.Outcome;

/** L1: decides each record, with the code that every engine uses. */
final class DecideLoop extends CountingLoop {

  private long accepted;
  private long late;
  private long filtered;
  private long malformed;

  DecideLoop(RunPlan plan) {
    super(plan);
  }

  @Override
  protected void write(DecidedRecord decision) {
    Outcome outcome = decision.outcome();
    if (outcome instanceof Outcome.Filtered) {
      filtered++;
    } else if (outcome instanceof Outcome.Accepted) {
      accepted++;
    } else if (outcome instanceof Outcome.Late) {
      late++;
    } else {
      malformed++;
    }
  }

  @Override
  BaselineCounts seen() {
    return new BaselineCounts(
        accepted + late + filtered + malformed, accepted, late, filtered, malformed);
  }
}
