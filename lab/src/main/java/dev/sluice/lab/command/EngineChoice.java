// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engines that a command runs.
 *
 * @param names those that run, each once and as the user named it, in their order; never empty
 * @param entries the same, resolved; more than names if an engine in a folder has several modes
 * @param leftOut those that cannot run on this Java, each with the reason
 */
public record EngineChoice(
    List<String> names, List<EngineCatalog.Entry> entries, Map<String, String> leftOut) {

  public EngineChoice {
    names = List.copyOf(names);
    entries = List.copyOf(entries);
    leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
  }

  /**
   * The engines that the user named.
   *
   * @throws ConfigException if there is no such engine, or if one cannot run: an engine that the
   *     user named is never silently left out
   */
  static EngineChoice named(EngineCatalog catalog, List<String> names) {
    List<String> each = List.copyOf(new LinkedHashSet<>(names));
    return of(each, catalog.entries(each), Map.of());
  }

  /**
   * The engines of a list that can run here.
   *
   * @throws ConfigException if one is not built, or if none can run
   */
  static EngineChoice ofAll(EngineCatalog catalog, List<String> names) {
    List<String> present = new ArrayList<>();
    List<EngineCatalog.Entry> entries = new ArrayList<>();
    Map<String, String> leftOut = new LinkedHashMap<>();
    for (String name : names) {
      Optional<String> whyNot = catalog.find(name).flatMap(entry -> entry.engine().whyNotHere());
      if (whyNot.isPresent()) {
        leftOut.put(name, whyNot.get());
      } else {
        present.add(name);
        entries.add(catalog.resolve(name));
      }
    }
    return of(present, entries, leftOut);
  }

  private static EngineChoice of(
      List<String> names, List<EngineCatalog.Entry> entries, Map<String, String> leftOut) {
    if (entries.isEmpty()) {
      throw new ConfigException(
          "--engines",
          leftOut.isEmpty() ? "name at least one" : "none of them can run here: " + leftOut);
    }
    return new EngineChoice(names, entries, leftOut);
  }

  /**
   * Remarks to print before the engines start, one line each: which are left out, and which were
   * not tested on this Java.
   *
   * @param release the feature release of this Java
   */
  List<String> remarks(int release) {
    List<String> remarks = new ArrayList<>();
    leftOut.forEach((name, why) -> remarks.add("  " + name + " is left out: it " + why));
    entries.stream()
        .map(EngineCatalog.Entry::engine)
        .distinct()
        .filter(engine -> engine.isJava() && !engine.java().isTriedOn(release))
        .map(engine -> untried(engine, release))
        .forEach(remarks::add);
    return remarks;
  }

  private static String untried(EngineDescriptor engine, int release) {
    return "  %s %s was tested on Java %s, not on %d; it may work"
        .formatted(engine.name(), engine.version(), engine.java().triedText(), release);
  }
}
