// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.List;

/**
 * A list of short texts, such as sentences or names.
 *
 * @param texts plain
 */
public record Items(List<String> texts) implements Block {
  public Items {
    texts = List.copyOf(texts);
  }
}
