// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named facts, each of one or more short texts. A name that is a rule's number, such as {@code R9},
 * is where a grid's references to that rule lead.
 *
 * @param byName the texts by name, in the order to show
 */
public record Facts(Map<String, List<String>> byName) implements Block {
  public Facts {
    byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
  }
}
