// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.command;

import dev.sluice.bench.Section;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.Nearest;
import java.util.List;

/** Chooses the sections that {@code --only} names. */
final class SectionChoice {

  /**
   * The named sections, in the order of all.
   *
   * @param only names, or null for all
   * @throws ConfigException for a name that no section has; the message suggests the closest one
   */
  static List<Section> of(List<Section> all, List<String> only) {
    if (only == null) {
      return all;
    }
    List<String> names = all.stream().map(Section::name).toList();
    for (String name : only) {
      if (!names.contains(name)) {
        throw new ConfigException(
            "--only",
            "unknown section "
                + name
                + Nearest.to(name, names.stream())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(";")
                + " available: "
                + String.join(", ", names));
      }
    }
    return all.stream().filter(section -> only.contains(section.name())).toList();
  }

  private SectionChoice() {}
}
