// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {

  private static final String RUNNING = "{\"status\":\"RUNNING\"}";
  private static final String USED = "source: shared objects file (top)";

  @TempDir Path temp;

  private Path folder;
  private Path jar;

  @BeforeEach
  void makeAnEngineOfOneJar() throws IOException {
    folder = temp.resolve("archives");
    jar = temp.resolve("lib").resolve("fake.jar");
    Files.createDirectories(jar.getParent());
    writeJar();
    Files.write(temp.resolve("config"), List.of(RUNNING, "exit 0"));
  }

  private void writeJar() throws IOException {
    String name = FakeEngine.class.getName().replace('.', '/') + ".class";
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        InputStream bytes = FakeEngine.class.getClassLoader().getResourceAsStream(name)) {
      out.putNextEntry(new JarEntry(name));
      bytes.transferTo(out);
    }
  }

  private EngineDescriptor engine(String first, String classPath) {
    return new EngineDescriptor(
        temp,
        "fake",
        "1",
        List.of(first, "-cp", classPath, FakeEngine.class.getName()),
        JavaReleases.UNSAID,
        Optional.empty(),
        List.of(new EngineMode("fake", "pretended", Map.of())));
  }

  private ClassArchive archive() {
    return ClassArchive.in(folder, engine("${java}", "lib/*"));
  }

  /** Runs the engine to its end, and returns where it loaded its classes from. */
  private String run(Map<String, String> environment) throws Exception {
    Path loads = temp.resolve("loads");
    ProcessBuilder builder =
        new ProcessBuilder(engine("${java}", "lib/*").commandFor(temp.resolve("config")))
            .directory(temp.toFile())
            .redirectOutput(temp.resolve("out").toFile())
            .redirectError(temp.resolve("err").toFile());
    builder.environment().putAll(environment);
    builder
        .environment()
        .merge(ClassArchive.VARIABLE, "-Xlog:class+load:file=" + loads, (a, b) -> a + " " + b);
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(temp.resolve("err")));
    // Nothing but status lines, no matter what the JVM reports about its archive (R14).
    assertEquals(RUNNING + "\n", Files.readString(temp.resolve("out")));
    try (Stream<String> lines = Files.lines(loads)) {
      return lines.filter(line -> line.contains(FakeEngine.class.getName())).findFirst().orElse("");
    }
  }

  private void make() throws Exception {
    Path made = temp.resolve("made.jsa");
    run(archive().useOrMake(made, Map.of()));
    archive().keep(made);
  }

  @Test
  void aFirstStartMakesTheArchiveThatTheNextOneUses() throws Exception {
    assertFalse(archive().exists());
    assertEquals(Map.of("A", "b"), archive().use(Map.of("A", "b")));

    make();

    assertTrue(archive().exists());
    String loaded = run(archive().use(Map.of()));
    assertTrue(loaded.contains(USED), loaded);
  }

  @Test
  void afterAChangeOfAJarANewOneIsMadeAndTheOldestIsRemoved() throws Exception {
    for (int change = 1; change <= 3; change++) {
      Files.setLastModifiedTime(jar, FileTime.fromMillis(change * 1_000_000L));
      assertFalse(archive().exists());
      make();
      assertTrue(archive().exists());
      // Archives within one tick of the file system's clock would have no order.
      try (Stream<Path> files = Files.list(folder)) {
        long time = change * 1_000_000L;
        for (Path file : files.toList()) {
          if (Files.getLastModifiedTime(file).toMillis() > 10_000_000L) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(time));
          }
        }
      }
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000_000L));
    assertFalse(archive().exists());
    Files.setLastModifiedTime(jar, FileTime.fromMillis(2_000_000L));
    assertTrue(archive().exists());
  }

  @Test
  void anArchiveThatIsDamagedCostsOnlyTime() throws Exception {
    make();
    try (Stream<Path> files = Files.list(folder)) {
      Files.writeString(files.findFirst().orElseThrow(), "damaged");
    }
    String loaded = run(archive().use(Map.of()));
    assertFalse(loaded.contains(USED), loaded);
  }

  @Test
  void optionsOfTheCallerComeAfterTheArchives() throws Exception {
    make();
    String options =
        archive().use(Map.of(ClassArchive.VARIABLE, "-Xlog:gc")).get(ClassArchive.VARIABLE);
    assertTrue(options.startsWith("-XX:SharedArchiveFile="), options);
    assertTrue(options.endsWith(" -Xlog:gc"), options);
  }

  @Test
  void aStartThatMadeNothingLeavesNothing() throws IOException {
    archive().keep(temp.resolve("none.jsa"));
    assertFalse(Files.exists(folder));
  }

  @Test
  void programsThatAreNotJavaAndClassesInFoldersHaveNoArchive() {
    Map<String, String> environment = Map.of("A", "b");
    Path made = temp.resolve("made.jsa");
    for (EngineDescriptor engine :
        List.of(
            engine("/usr/bin/node", "lib/*"),
            engine("${java}", temp.toString()),
            engine("${java}", "lib/*:" + temp),
            engine("${java}", "none/*"))) {
      ClassArchive archive = ClassArchive.in(folder, engine);
      assertFalse(archive.exists());
      assertEquals(environment, archive.useOrMake(made, environment));
    }
  }
}
