// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The labels of a loaded topic, by position: one byte a record, since there are few different ones.
 */
public final class Labels {

  private static final int NONE = 0;
  private static final int MAX_DIFFERENT = 255;
  private static final int FIRST_RECORDS = 1 << 10;

  private final List<Label> different = new ArrayList<>();
  private final Map<Label, Integer> codes = new HashMap<>();
  private final byte[][] byPartition;
  private final int[] sizes;
  private long labelled;

  Labels(int partitions) {
    byPartition = new byte[partitions][FIRST_RECORDS];
    sizes = new int[partitions];
    different.add(null);
  }

  /** The label of the record there, or null if it has none. */
  public Label at(int partition, long offset) {
    Objects.checkIndex(offset, sizes[partition]);
    return different.get(byPartition[partition][(int) offset] & 0xff);
  }

  /** How many records have a label. */
  public long count() {
    return labelled;
  }

  /** Adds the label of the partition's next record. */
  void add(int partition, Label label) {
    byte[] records = byPartition[partition];
    int size = sizes[partition]++;
    if (size == records.length) {
      records = Arrays.copyOf(records, Math.multiplyExact(size, 2));
      byPartition[partition] = records;
    }
    records[size] = (byte) code(label);
    labelled += label == null ? 0 : 1;
  }

  private int code(Label label) {
    if (label == null) {
      return NONE;
    }
    Integer known = codes.get(label);
    if (known != null) {
      return known;
    }
    if (different.size() > MAX_DIFFERENT) {
      throw new IllegalArgumentException("more than " + MAX_DIFFERENT + " different labels");
    }
    codes.put(label, different.size());
    different.add(label);
    return different.size() - 1;
  }
}
