package dev.sluice.bench.baseline;

import dev.sluice.engine.start.RunPlan;
import dev.sluice.kit.reference.ConsumerLoop;

/** A pipeline that ends before its sink, and counts instead. */
abstract class CountingLoop extends ConsumerLoop {

  CountingLoop(RunPlan plan) {
    super(plan);
  }

  abstract BaselineCounts seen();
}
