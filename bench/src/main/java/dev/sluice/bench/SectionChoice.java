package dev.sluice.bench;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.Nearest;
import java.util.List;

/** What {@code --only} leaves of the sections. */
final class SectionChoice {

  /**
   * The sections that are named, in the order of all.
   *
   * @param only names, or null for all
   * @throws ConfigException for a name that is no section's; it says which one was probably meant
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
            "there is no section "
                + name
                + Nearest.to(name, names.stream())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse(";")
                + " there are "
                + String.join(", ", names));
      }
    }
    return all.stream().filter(section -> only.contains(section.name())).toList();
  }

  private SectionChoice() {}
}
