package dev.sluice.lab.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
  void anUnknownModeIsRefusedWithTheKnownOnes() throws IOException {
    engine("engine-calm", GOOD);
    EngineCatalog catalog = EngineCatalog.under(home);
    ConfigException failure = assertThrows(ConfigException.class, () -> catalog.resolve("storm"));
    assertEquals("engine: there is no storm; there are calm, calm-jdbc", failure.getMessage());
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
        ": modes[1]: declines.lunch: is no capability that can be declined; there are ledger,"
            + " dead-letter-limit, refused, write-outages, matches, in_range, between, start,"
            + " create-tables");
    assertError("[]", ": must be a JSON object");
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

        /** Says
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
