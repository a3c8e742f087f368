// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.List;

/**
 * Parts that a wide page shows beside each other, two in a row.
 *
 * @param parts the blocks of each part
 */
public record Columns(List<List<Block>> parts) implements Block {
  public Columns {
    parts = parts.stream().map(List::copyOf).toList();
  }
}
