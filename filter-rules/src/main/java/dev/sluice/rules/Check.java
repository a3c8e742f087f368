package dev.sluice.rules;

import dev.sluice.model.Event;

/** A condition made ready to be asked of events: pure, total, and safe for use by many threads. */
@FunctionalInterface
interface Check {
  boolean holds(Event event);
}
