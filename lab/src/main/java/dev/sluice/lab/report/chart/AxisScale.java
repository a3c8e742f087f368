// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import dev.sluice.lab.report.chart.LineChart.Axis;
import dev.sluice.lab.report.chart.LineChart.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * The scale of an axis, which places its values.
 *
 * @param least where the axis starts
 * @param most where the axis ends; more than the least
 * @param logarithmic whether each step is a factor of ten
 * @param marks the labels along the axis
 */
record AxisScale(double least, double most, boolean logarithmic, List<Mark> marks) {

  private static final int STEPS = 5;
  private static final int FEW_DECADES = 2;
  private static final double ROUNDING = 1e-9;
  private static final double[] ROUND = {1, 2, 5};

  /** The scale of an axis for its values, which may be none. */
  static AxisScale of(Axis axis, List<Double> values) {
    double least =
        DoubleStream.concat(values.stream().mapToDouble(v -> v), marks(axis)).min().orElse(1);
    double most =
        DoubleStream.concat(values.stream().mapToDouble(v -> v), marks(axis)).max().orElse(10);
    if (axis.logarithmic()) {
      return logarithmic(axis, least, most);
    }
    if (!axis.marks().isEmpty()) {
      return new AxisScale(least, most > least ? most : least + 1, false, axis.marks());
    }
    return linear(Math.min(0, least), most > 0 ? most : 1);
  }

  private static DoubleStream marks(Axis axis) {
    return axis.marks().stream().mapToDouble(Mark::value);
  }

  private static AxisScale linear(double least, double most) {
    double step = step((most - least) / STEPS);
    List<Mark> marks = new ArrayList<>();
    long first = (long) Math.floor(least / step + ROUNDING);
    long last = (long) Math.ceil(most / step - ROUNDING);
    for (long i = first; i <= last; i++) {
      marks.add(new Mark(i * step, shown(i * step, step)));
    }
    return new AxisScale(first * step, last * step, false, marks);
  }

  /** The smallest of 1, 2 or 5 times a power of ten that is not below the given value. */
  private static double step(double atLeast) {
    double decade = Math.pow(10, Math.floor(Math.log10(atLeast)));
    for (double round : ROUND) {
      if (round * decade >= atLeast) {
        return round * decade;
      }
    }
    return 10 * decade;
  }

  private static AxisScale logarithmic(Axis axis, double least, double most) {
    if (!(least > 0)) {
      throw new IllegalArgumentException(axis.title() + ": " + least + " has no logarithm");
    }
    if (!axis.marks().isEmpty()) {
      return new AxisScale(least, most > least ? most : least * 10, true, axis.marks());
    }
    int from = (int) Math.floor(Math.log10(least));
    int to = Math.max(from + 1, (int) Math.ceil(Math.log10(most)));
    List<Mark> all = new ArrayList<>();
    for (int decade = from; decade <= to; decade++) {
      for (double round : to - from > FEW_DECADES ? new double[] {1} : ROUND) {
        double value = round * Math.pow(10, decade);
        all.add(new Mark(value, shown(value, value)));
      }
    }
    double begin =
        all.stream().mapToDouble(Mark::value).filter(v -> v <= least).max().orElse(least);
    double end =
        all.stream()
            .mapToDouble(Mark::value)
            .filter(v -> v >= most && v > begin)
            .min()
            .orElse(most);
    return new AxisScale(
        begin,
        end,
        true,
        all.stream().filter(mark -> mark.value() >= begin && mark.value() <= end).toList());
  }

  /** The place of a value, from 0 at the least to 1 at the most. */
  double at(double value) {
    return logarithmic
        ? Math.log(value / least) / Math.log(most / least)
        : (value - least) / (most - least);
  }

  /** A mark's text, with as many decimals as its step needs. */
  private static String shown(double value, double step) {
    if (Math.abs(value) >= 1e6) {
      return plain(value / 1e6, step / 1e6) + " M";
    }
    return plain(value, step);
  }

  private static String plain(double value, double step) {
    int decimals = step <= 0 ? 0 : (int) Math.max(0, -Math.floor(Math.log10(step) + ROUNDING));
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
