// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.server.JavaBinary;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The engines that are built and can be started. Immutable. */
public final class EngineCatalog {

  /** A mode and the engine that it belongs to. */
  public record Entry(EngineDescriptor engine, EngineMode mode) {

    /** Whether each run has a cluster of its own on this machine. */
    public boolean isCluster() {
      return mode.name().endsWith(ClusterRecipe.SUFFIX);
    }

    /**
     * The kinds of the cluster's processes, such as {@code worker}; empty if it is not a cluster.
     */
    public Set<String> clusterProcesses() {
      return isCluster() ? ClusterRecipe.of(engine).orElseThrow().kinds() : Set.of();
    }
  }

  private final List<EngineDescriptor> engines;

  private EngineCatalog(List<EngineDescriptor> engines) {
    this.engines = List.copyOf(engines);
  }

  /**
   * The engines of this project, as built under {@code engine-* /target/engine}.
   *
   * @param home the project's root folder
   * @throws ConfigException if a descriptor is wrong, or two modes have the same name
   */
  public static EngineCatalog under(Path home) {
    List<EngineDescriptor> engines = new ArrayList<>();
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(home, "engine-*")) {
      for (Path module : modules) {
        Path folder = module.resolve("target").resolve("engine");
        if (Files.exists(folder.resolve(EngineDescriptor.FILE))) {
          engines.add(EngineDescriptor.read(folder));
        }
      }
    } catch (IOException e) {
      throw new ConfigException(home.toString(), "cannot be searched for engines: " + e);
    }
    engines.sort(Comparator.comparing(EngineDescriptor::name));
    return of(engines);
  }

  /** The given engines. */
  public static EngineCatalog of(List<EngineDescriptor> engines) {
    List<String> names = new ArrayList<>();
    for (EngineDescriptor engine : engines) {
      for (EngineMode mode : engine.modes()) {
        if (names.contains(mode.name())) {
          throw new ConfigException(
              engine.folder().resolve(EngineDescriptor.FILE).toString(),
              "the mode " + mode.name() + " exists already; rename one of them");
        }
        names.add(mode.name());
      }
    }
    return new EngineCatalog(engines);
  }

  /** The project's root, as set by the start script, or else the current directory. */
  public static Path home() {
    return Path.of(System.getProperty("sluice.home", "")).toAbsolutePath();
  }

  /** All engines, by name. */
  public List<EngineDescriptor> engines() {
    return engines;
  }

  /** The names of all modes. */
  public List<String> modeNames() {
    return engines.stream().flatMap(e -> e.modes().stream()).map(EngineMode::name).toList();
  }

  /** The mode with this name, also one on a cluster, whether or not it can run here. */
  public Optional<Entry> find(String mode) {
    return engines.stream()
        .flatMap(engine -> engine.mode(mode).map(m -> new Entry(engine, m)).stream())
        .findFirst()
        .or(() -> clusters().filter(entry -> entry.mode().name().equals(mode)).findFirst());
  }

  /** The modes that run on a real cluster of their engine, which is started with each run. */
  private Stream<Entry> clusters() {
    return engines.stream()
        .flatMap(engine -> ClusterRecipe.of(engine).stream())
        .map(recipe -> recipe.asEngine(clusterHost(recipe)));
  }

  /** The names of the modes on clusters. */
  public List<String> clusterNames() {
    return clusters().map(entry -> entry.mode().name()).toList();
  }

  /** Written out, and not with the descriptors' variable: a cluster has no archive of classes. */
  private static List<String> clusterHost(ClusterRecipe recipe) {
    return List.of(
        JavaBinary.path(),
        "-XX:+UseSerialGC",
        "-Xmx128m",
        "-Dsluice.home=" + home(),
        "-cp",
        home().resolve("lab/target/lab/lib") + "/*",
        "dev.sluice.lab.cluster.ClusterHost",
        recipe.engine().folder().toString());
  }

  /**
   * The mode with this name.
   *
   * @throws ConfigException if there is no such mode, with the known ones; or if it cannot run on
   *     this Java, with the reason
   */
  public Entry resolve(String mode) {
    return runnable(
        find(mode)
            .orElseThrow(
                () -> new ConfigException("engine", "unknown mode " + mode + "; " + known())));
  }

  /**
   * Resolves a name or a folder: the mode with that name, or all modes of the engine whose
   * descriptor is in the folder.
   *
   * @param text a mode's name, or a path that has a slash in it or names an existing folder;
   *     relative to the current directory, or else to the project's root
   * @throws ConfigException if there is neither, or if it cannot run on this Java
   */
  public List<Entry> entries(String text) {
    if (find(text).isPresent()) {
      return List.of(resolve(text));
    }
    Path here = Path.of(text);
    Path folder = Files.isDirectory(here) ? here : home().resolve(text);
    if (text.contains("/") || Files.isDirectory(folder)) {
      EngineDescriptor engine = EngineDescriptor.read(folder);
      return engine.modes().stream().map(mode -> runnable(new Entry(engine, mode))).toList();
    }
    return List.of(resolve(text));
  }

  private static Entry runnable(Entry entry) {
    entry
        .engine()
        .whyNotHere()
        .ifPresent(
            why -> {
              throw new ConfigException("engine " + entry.engine().name(), why);
            });
    return entry;
  }

  /** The same for several, in their order. */
  public List<Entry> entries(List<String> texts) {
    return texts.stream().flatMap(text -> entries(text).stream()).toList();
  }

  private String known() {
    return engines.isEmpty()
        ? "no engine is built (./sluice builds them)"
        : "available: "
            + Stream.concat(modeNames().stream(), clusterNames().stream())
                .sorted()
                .collect(Collectors.joining(", "));
  }
}
