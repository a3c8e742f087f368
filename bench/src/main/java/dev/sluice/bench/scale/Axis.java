// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import java.util.Locale;

/** A property that varies while everything else stays the same. */
enum Axis {
  SIZE("Cost by size of the input", "events"),
  PARTITIONS("Cost by number of partitions", "partitions"),
  PASS_RATE("Cost by pass rate", "% accepted"),
  RULES("Cost by number of words and ranges in rules", "words and as many ranges");

  private final String title;
  private final String unit;

  Axis(String title, String unit) {
    this.title = title;
    this.unit = unit;
  }

  String title() {
    return title;
  }

  String unit() {
    return unit;
  }

  /** The place of a cell on this axis. */
  double at(ScaleCell cell) {
    return switch (this) {
      case SIZE -> cell.setting().events();
      case PARTITIONS -> cell.setting().partitions();
      case PASS_RATE -> cell.accepted() * 100.0 / cell.setting().events();
      case RULES -> cell.setting().rules().listed();
    };
  }

  /** A place on this axis, as text. */
  String show(double at) {
    return String.format(Locale.ROOT, this == PASS_RATE && at < 10 ? "%.1f" : "%,.0f", at);
  }
}
