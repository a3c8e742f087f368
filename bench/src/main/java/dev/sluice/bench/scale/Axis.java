package dev.sluice.bench.scale;

import java.util.Locale;

/** What is turned while all else stays. */
enum Axis {
  SIZE("Cost against the size of the input", "events"),
  PARTITIONS("Cost against the number of partitions", "partitions"),
  PASS_RATE("Cost against what passes", "% accepted"),
  RULES("Cost against the number of rules", "words and as many ranges");

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

  /** Where a cell stands on it. */
  double at(ScaleCell cell) {
    return switch (this) {
      case SIZE -> cell.setting().events();
      case PARTITIONS -> cell.setting().partitions();
      case PASS_RATE -> cell.accepted() * 100.0 / cell.setting().events();
      case RULES -> cell.setting().rules().listed();
    };
  }

  /** A place on it as it is shown. */
  String show(double at) {
    return String.format(Locale.ROOT, this == PASS_RATE && at < 10 ? "%.1f" : "%,.0f", at);
  }
}
