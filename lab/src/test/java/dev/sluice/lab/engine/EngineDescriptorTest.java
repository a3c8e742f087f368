// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.server.JavaBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineDescriptorTest {

  private static final String GOOD =
      """
      {"name": "calm", "version": "1.2", "command": ["${java}", "-cp", "lib/*", "Main"],
       "sources": "../../src",
       "modes": [{"name": "calm", "execution": "continuous"},
                 {"name": "calm-jdbc", "execution": "batch",
                  "declines": {"ledger": "it has none"}}]}
      """;

  @TempDir Path home;

  private Path engine(String module, String json) throws IOException {
    Path folder = Files.createDirectories(home.resolve(module).resolve("target/engine"));
    Files.writeString(folder.resolve(EngineDescriptor.FILE), json);
    return folder;
  }

  @Test
  void r17_aDescriptorSaysHowToStartAndWhatIsDeclined() throws IOException {
    Path folder = engine("engine-calm", GOOD);
    EngineCatalog catalog = EngineCatalog.under(home);

    EngineCatalog.Entry entry = catalog.resolve("calm-jdbc");

    assertEquals(List.of("calm", "calm-jdbc"), catalog.modeNames());
    assertEquals(folder, entry.engine().folder());
    assertEquals(
        List.of(JavaBinary.path(), "-cp", "lib/*", "Main", "/c.json"),
        entry.engine().commandFor(Path.of("/c.json")));
    assertFalse(entry.mode().can(Capability.LEDGER));
    assertEquals(Optional.of("it has none"), entry.mode().whyNot(Capability.LEDGER));
    assertEquals(Optional.of(home.resolve("engine-calm/src")), entry.engine().sources());
  }

  @Test
  void aByteOrderMarkAtTheHeadIsSkipped() throws IOException {
    engine("engine-calm", "\ufeff" + GOOD);
    assertEquals(List.of("calm", "calm-jdbc"), EngineCatalog.under(home).modeNames());
  }

  @Test
  void anUnknownModeIsRefusedWithTheKnownOnes() throws IOException {
    engine("engine-calm", GOOD);
    EngineCatalog catalog = EngineCatalog.under(home);
    ConfigException failure = assertThrows(ConfigException.class, () -> catalog.resolve("storm"));
    assertEquals("engine: unknown mode storm; available: calm, calm-jdbc", failure.getMessage());
  }

  @Test
  void twoModesOfOneNameAreRefused() throws IOException {
    engine("engine-calm", GOOD);
    Path other =
        engine("engine-other", GOOD.replace("\"name\": \"calm\", \"v", "\"name\": \"x\", \"v"));
    assertThrows(ConfigException.class, () -> EngineCatalog.under(home), other::toString);
  }

  @Test
  void errorsNameFileAndKey() throws IOException {
    assertError(GOOD.replace("\"name\": \"calm\", \"v", "\"v"), ": name: is required: a text");
    assertError(GOOD.replace("\"1.2\"", "12"), ": version: must be a text that is not blank");
    assertError(GOOD.replace("\"Main\"", "7"), ": command[3]: must be a text that is not blank");
    assertError(
        GOOD.replace(", \"execution\": \"batch\"", ""),
        ": modes[1]: execution: is required: a text");
    assertError(
        GOOD.replace("\"ledger\"", "\"lunch\""),
        ": modes[1]: declines.lunch: is not a capability that can be declined; available: ledger,"
            + " dead-letter-limit, refused, write-outages, matches, in_range, between,"
            + " mapping, tables, topics, start, create-tables");
    assertError(
        GOOD.replace("\"sources\"", "\"java\": {\"tried\": [\"17\"]}, \"sources\""),
        ": java: tried[0]: must be a whole number of 1 or more");
    assertError(
        GOOD.replace("\"sources\"", "\"java\": {\"tried\": [17], \"below\": 24}, \"sources\""),
        ": java: because: is required: a text");
    assertError("[]", ": must be a JSON object");
  }

  @Test
  void anEngineSaysWhichReleasesOfJavaItWasTriedOnAndWhichItCannotRunOn() throws IOException {
    JavaReleases java =
        EngineDescriptor.read(
                engine(
                    "engine-calm",
                    GOOD.replace(
                        "\"sources\"",
                        """
                        "java": {"tried": [25, 21], "from": 21, "below": 26, "because": "a test needs it"},
                        "sources\"""")))
            .java();

    assertEquals("21, 25", java.triedText());
    assertEquals(
        Optional.of("needs Java 21 or newer, and this is 20: a test needs it"), java.whyNot(20));
    assertEquals(Optional.empty(), java.whyNot(21));
    assertEquals(Optional.empty(), java.whyNot(25));
    assertEquals(
        Optional.of("needs a Java older than 26, and this is 26: a test needs it"),
        java.whyNot(26));
    assertFalse(java.isTriedOn(22));
    assertTrue(java.isTriedOn(25));
  }

  @Test
  void anEngineThatSaysNothingOfJavaIsNotLeftOut() throws IOException {
    JavaReleases java = EngineDescriptor.read(engine("engine-calm", GOOD)).java();
    assertEquals(Optional.empty(), java.whyNot(8));
    assertTrue(java.isTriedOn(99));
  }

  @Test
  void anEngineThatCannotRunOnThisJavaIsFoundButNotStarted() throws IOException {
    int here = Runtime.version().feature();
    engine(
        "engine-calm",
        GOOD.replace(
            "\"sources\"",
            "\"java\": {\"tried\": [8], \"below\": 9, \"because\": \"it is old\"}, \"sources\""));
    EngineCatalog catalog = EngineCatalog.under(home);

    assertTrue(catalog.find("calm").isPresent());
    ConfigException failure = assertThrows(ConfigException.class, () -> catalog.resolve("calm"));
    assertEquals(
        "engine calm: needs a Java older than 9, and this is " + here + ": it is old",
        failure.getMessage());
    assertThrows(ConfigException.class, () -> catalog.entries("calm"));
  }

  private void assertError(String json, String ending) throws IOException {
    Path folder = engine("engine-bad", json);
    ConfigException failure =
        assertThrows(ConfigException.class, () -> EngineDescriptor.read(folder));
    assertEquals(folder.resolve(EngineDescriptor.FILE) + ending, failure.getMessage());
  }

  @Test
  void adapterLinesAreThoseThatSaySomething() throws IOException {
    Path folder = engine("engine-calm", GOOD);
    Path sources = Files.createDirectories(home.resolve("engine-calm/src/a"));
    Files.writeString(
        sources.resolve("A.java"),
        """
        package a;

        import java.util.List;

        /** Does
         * nothing. */
        class A { // counts
          // does not
          /* nor this */
          int b;
        }
        """);
    Files.writeString(sources.resolve("notes.txt"), "not\ncounted\n");
    assertEquals(3, EngineDescriptor.read(folder).adapterLines());
  }
}
