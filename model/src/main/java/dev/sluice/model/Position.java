// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.Comparator;

/**
 * A position in the single topic of a run; ordered by partition, then offset.
 *
 * @param partition zero or more
 * @param offset zero or more
 */
public record Position(int partition, long offset) implements Comparable<Position> {

  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::partition).thenComparingLong(Position::offset);

  public Position {
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException(
          "position: partition "
              + partition
              + ", offset "
              + offset
              + "; both must be zero or more");
    }
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
