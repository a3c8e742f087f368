// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import dev.sluice.model.EventView;

/** A compiled condition on events: pure, total, and thread-safe. */
@FunctionalInterface
interface Check {
  boolean holds(EventView event);
}
