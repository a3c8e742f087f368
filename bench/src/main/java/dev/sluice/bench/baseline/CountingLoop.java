// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.baseline;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.kit.reference.ConsumerLoop;

/** A pipeline without a sink, which counts records instead. */
abstract class CountingLoop extends ConsumerLoop {

  CountingLoop(RunPlan plan) {
    super(plan);
  }

  abstract BaselineCounts seen();
}
