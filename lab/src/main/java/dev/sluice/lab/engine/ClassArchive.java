// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import dev.sluice.lab.server.JavaBinary;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The archive of the classes that an engine on a JVM loads, with which it starts sooner (dynamic
 * class-data sharing, JEP 350). What an engine writes does not depend on it.
 *
 * <p>Its name has a hash of the JVM, its options, and the size and time of each jar, so after any
 * change of these a new one is made. Safe for use by many threads and processes.
 */
public final class ClassArchive {

  /** Where a JVM looks for options; programs that are not Java ignore it. */
  public static final String VARIABLE = "JDK_JAVA_OPTIONS";

  private static final String SUFFIX = ".jsa";

  /** Two, for two JDKs that are used in turn. */
  private static final int KEPT_PER_ENGINE = 2;

  /** With the engines' archives of 30 to 100 MB each, this bounds the folder to about 1 GB. */
  private static final int KEPT = 12;

  private static final int HASH_BYTES = 8;

  /**
   * A JVM that cannot use its archive reports that on stdout, which is for status lines (R14). The
   * first option sends what the JVM prints to stderr, the others its log.
   */
  private static final String TO_STDERR =
      "-XX:+DisplayVMOutputToStderr -Xlog:disable -Xlog:all=warning:stderr";

  private final String engine;
  private final Optional<Path> file;

  private ClassArchive(String engine, Optional<Path> file) {
    this.engine = engine;
    this.file = file;
  }

  /** The archive of an engine in the project's {@code target} folder, whether it exists or not. */
  public static ClassArchive of(EngineDescriptor engine) {
    return in(folder(), engine);
  }

  /** The folder that the archives are in, which need not exist. */
  public static Path folder() {
    return EngineCatalog.home().resolve("target").resolve("class-archives");
  }

  static ClassArchive in(Path folder, EngineDescriptor engine) {
    // The name is the descriptor's, which may be anything.
    String name = engine.name().replaceAll("[^A-Za-z0-9-]", "_");
    return new ClassArchive(
        name,
        engine.isJava()
            ? hash(engine).map(hash -> folder.resolve(name + "-" + hash + SUFFIX))
            : Optional.empty());
  }

  /** Whether the engine can have one: it runs on a JVM, from jars only. */
  public boolean isPossible() {
    return file.isPresent();
  }

  /** Whether there is one that fits. */
  public boolean exists() {
    return file.filter(Files::isRegularFile).isPresent();
  }

  /**
   * The variables of a start that uses the archive.
   *
   * @param environment other variables; JVM options among them come after the archive's
   * @return the same variables if there is no archive
   */
  public Map<String, String> use(Map<String, String> environment) {
    return exists() ? with("-XX:SharedArchiveFile=" + file.get(), environment) : environment;
  }

  /**
   * The variables of a start that uses the archive, or else makes one when it ends, which takes
   * seconds.
   *
   * @param made where an archive that was made is to be put; see {@link #keep}
   */
  public Map<String, String> useOrMake(Path made, Map<String, String> environment) {
    return exists() || file.isEmpty()
        ? use(environment)
        : with("-XX:ArchiveClassesAtExit=" + made, environment);
  }

  /**
   * Keeps an archive that was made, and removes older ones, so that there are at most two of an
   * engine and twelve in all.
   *
   * @param made as given to {@link #useOrMake}; nothing happens if there is no such file
   * @throws IOException if it cannot be kept; a start without an archive is slower, and not wrong
   */
  public void keep(Path made) throws IOException {
    if (file.isEmpty() || !Files.isRegularFile(made)) {
      return;
    }
    Path kept = file.get();
    Files.createDirectories(kept.getParent());
    Path whole = Files.createTempFile(kept.getParent(), engine, ".part");
    try {
      Files.move(made, whole, StandardCopyOption.REPLACE_EXISTING);
      Files.move(whole, kept, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
    removeOldest(kept.getParent(), engine + "-", KEPT_PER_ENGINE);
    removeOldest(kept.getParent(), "", KEPT);
  }

  private static void removeOldest(Path folder, String prefix, int kept) throws IOException {
    List<Path> archives;
    try (Stream<Path> files = Files.list(folder)) {
      archives =
          files
              .filter(f -> f.getFileName().toString().startsWith(prefix))
              .filter(f -> f.getFileName().toString().endsWith(SUFFIX))
              .sorted(Comparator.comparing(ClassArchive::time).reversed())
              .toList();
    }
    for (Path archive : archives.subList(Math.min(kept, archives.size()), archives.size())) {
      // An engine that is about to use it starts without.
      Files.deleteIfExists(archive);
    }
  }

  private static FileTime time(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException removedMeanwhile) {
      return FileTime.fromMillis(0);
    }
  }

  private static Map<String, String> with(String option, Map<String, String> environment) {
    String own = environment.getOrDefault(VARIABLE, System.getenv().getOrDefault(VARIABLE, ""));
    Map<String, String> all = new HashMap<>(environment);
    all.put(VARIABLE, String.join(" ", option, TO_STDERR, own).strip());
    return all;
  }

  /** Empty where the class path is not made of jars: a JVM archives no classes of folders. */
  private static Optional<String> hash(EngineDescriptor engine) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      update(digest, System.getProperty("java.vm.version") + " " + JavaBinary.path());
      // Of the options only these can matter; the main class and its arguments do not.
      engine.command().stream().filter(w -> w.startsWith("-X")).forEach(w -> update(digest, w));
      List<Path> jars = jars(engine);
      if (jars.isEmpty()) {
        return Optional.empty();
      }
      for (Path jar : jars) {
        update(digest, jar + " " + Files.size(jar) + " " + Files.getLastModifiedTime(jar));
      }
      return Optional.of(HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES));
    } catch (IOException missing) {
      return Optional.empty();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void update(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  /** The jars of the class path, in a fixed order; empty if anything else is on it. */
  private static List<Path> jars(EngineDescriptor engine) throws IOException {
    List<String> command = engine.command();
    int option =
        Math.max(
            Math.max(command.indexOf("-cp"), command.indexOf("-classpath")),
            command.indexOf("--class-path"));
    if (option < 0 || option + 1 >= command.size()) {
      return List.of();
    }
    List<Path> jars = new ArrayList<>();
    for (String entry : command.get(option + 1).split(File.pathSeparator, -1)) {
      if (entry.equals("*") || entry.endsWith("/*")) {
        Path lib = engine.folder().resolve(entry.substring(0, entry.length() - 1));
        try (Stream<Path> files = Files.list(lib)) {
          files.filter(f -> f.toString().endsWith(".jar")).sorted().forEach(jars::add);
        }
      } else if (entry.endsWith(".jar")) {
        jars.add(engine.folder().resolve(entry));
      } else {
        return List.of();
      }
    }
    return jars;
  }
}
