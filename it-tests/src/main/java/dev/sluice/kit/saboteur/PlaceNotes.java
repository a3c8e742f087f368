// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.saboteur;

import dev.sluice.engine.plan.RunPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The offsets that an engine stores itself, in a file that outlives its process. */
final class PlaceNotes {

  private final Path file;

  PlaceNotes(RunPlan plan) {
    file = Path.of(plan.config().stateDir(), plan.runId() + ".places");
  }

  /** Reads the offsets by partition; empty if none were stored. */
  Map<Integer, Long> read() {
    Map<Integer, Long> places = new TreeMap<>();
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      for (String line : lines) {
        String[] parts = line.split(" ", 2);
        places.put(Integer.valueOf(parts[0]), Long.valueOf(parts[1]));
      }
      return places;
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** Stores the offsets atomically, so that a kill leaves the old ones or the new ones. */
  void write(Map<Integer, Long> places) {
    Path written = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(file.getParent());
      Files.write(
          written,
          places.entrySet().stream()
              .map(place -> place.getKey() + " " + place.getValue())
              .toList());
      Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
