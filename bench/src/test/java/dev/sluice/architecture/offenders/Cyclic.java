// SPDX-License-Identifier: Apache-2.0
package dev.sluice.architecture.offenders;

import dev.sluice.architecture.offenders.cycle.Circle;

/** With {@link Circle}, two packages that depend on each other. */
public final class Cyclic {

  static final Class<?> FORTH = Circle.class;

  private Cyclic() {}
}
