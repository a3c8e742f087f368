// SPDX-License-Identifier: Apache-2.0
package dev.sluice.architecture.offenders.cycle;

import dev.sluice.architecture.offenders.Cyclic;

/** With {@link Cyclic}, two packages that depend on each other. */
public final class Circle {

  static final Class<?> BACK = Cyclic.class;

  private Circle() {}
}
