// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.server.JavaBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an engine declares in its {@code engine.json} (R17).
 *
 * @param folder the folder of the descriptor; the engine's working directory
 * @param name the engine's name
 * @param version the engine's own version
 * @param command the command that starts the process, without the configuration file
 * @param java the releases of Java that it runs on
 * @param sources the adapter's source folder, where there is one to count lines in
 * @param modes the modes in which it can run, at least one
 */
public record EngineDescriptor(
    Path folder,
    String name,
    String version,
    List<String> command,
    JavaReleases java,
    Optional<Path> sources,
    List<EngineMode> modes) {

  /** The descriptor's file name. */
  public static final String FILE = "engine.json";

  private static final String JAVA = "${java}";

  public EngineDescriptor {
    command = List.copyOf(command);
    modes = List.copyOf(modes);
  }

  /**
   * Reads the descriptor of the engine in a folder.
   *
   * @throws ConfigException naming the file and the key that is wrong
   */
  public static EngineDescriptor read(Path folder) {
    Path dir = folder.toAbsolutePath().normalize();
    DescriptorFile file = DescriptorFile.read(dir.resolve(FILE));
    return new EngineDescriptor(
        dir,
        file.text("name"),
        file.text("version"),
        file.texts("command"),
        file.optionalObject("java").map(JavaReleases::of).orElse(JavaReleases.UNSAID),
        file.optionalText("sources").map(path -> dir.resolve(path).normalize()),
        file.objects("modes").stream()
            .map(mode -> new EngineMode(mode.text("name"), mode.text("execution"), declines(mode)))
            .toList());
  }

  private static Map<Capability, String> declines(DescriptorFile mode) {
    Map<Capability, String> declines = new EnumMap<>(Capability.class);
    mode.textMap("declines")
        .forEach(
            (name, reason) ->
                declines.put(
                    Capability.of(name)
                        .orElseThrow(
                            () ->
                                mode.wrong(
                                    "declines." + name,
                                    "is not a capability that can be declined; available: "
                                        + Capability.codes())),
                    reason));
    return declines;
  }

  /** The mode with this name, if this engine has it. */
  public Optional<EngineMode> mode(String wanted) {
    return modes.stream().filter(mode -> mode.name().equals(wanted)).findFirst();
  }

  /** Whether the process is a Java program, started with the Java that the lab runs on. */
  public boolean isJava() {
    return command.get(0).equals(JAVA);
  }

  /** Why the engine cannot run on the Java that the lab runs on; empty where it can. */
  public Optional<String> whyNotHere() {
    return isJava() ? java.whyNot(Runtime.version().feature()) : Optional.empty();
  }

  /** The command that starts the engine with a configuration, on the Java that the lab runs on. */
  public List<String> commandFor(Path configFile) {
    return Stream.concat(
            command.stream().map(word -> word.replace(JAVA, JavaBinary.path())),
            Stream.of(configFile.toAbsolutePath().toString()))
        .toList();
  }

  /**
   * The number of lines of Java code below {@link #sources}, without blank lines, comments, imports
   * and package declarations; zero if there are no sources.
   */
  public long adapterLines() {
    return sources.map(EngineDescriptor::countLines).orElse(0L);
  }

  private static long countLines(Path root) {
    if (!Files.isDirectory(root)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(root)) {
      long lines = 0;
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        lines += CodeLines.count(Files.readString(file));
      }
      return lines;
    } catch (IOException e) {
      throw new ConfigException(root.toString(), "its lines cannot be counted: " + e.getMessage());
    }
  }
}
