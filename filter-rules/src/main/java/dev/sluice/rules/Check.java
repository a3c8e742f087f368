package dev.sluice.rules;

import dev.sluice.model.EventView;

/** A condition made ready to be asked of events: pure, total, and safe for use by many threads. */
@FunctionalInterface
interface Check {
  boolean holds(EventView event);
}
