// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engines take part where one of them cannot run on this Java. */
class EngineChoiceTest {

  private static final int HERE = Runtime.version().feature();
  private static final String WHY =
      "needs a Java older than 9, and this is " + HERE + ": it is old";

  @TempDir Path home;
  private EngineCatalog catalog;

  @BeforeEach
  void anEngineOfTodayAndOneThatCannotRun() throws IOException {
    engine("new", "\"tried\": [17]");
    engine("old", "\"tried\": [8], \"below\": 9, \"because\": \"it is old\"");
    catalog = EngineCatalog.under(home);
  }

  private void engine(String name, String java) throws IOException {
    Path folder = Files.createDirectories(home.resolve("engine-" + name + "/target/engine"));
    Files.writeString(
        folder.resolve(EngineDescriptor.FILE),
        """
        {"name": "%1$s", "version": "1.0", "command": ["${java}"], "java": {%2$s},
         "modes": [{"name": "%1$s", "execution": "batch"}]}
        """
            .formatted(name, java));
  }

  @Test
  void ofAllEnginesTheOneThatCannotRunIsLeftOutWithTheReason() {
    EngineChoice choice = EngineChoice.ofAll(catalog, List.of("old", "new"));

    assertEquals(List.of("new"), choice.names());
    assertEquals(List.of("new"), choice.entries().stream().map(e -> e.engine().name()).toList());
    assertEquals(Map.of("old", WHY), choice.leftOut());
    assertEquals(List.of("  old is left out: it " + WHY), choice.remarks(17));
  }

  @Test
  void anEngineThatWasNamedIsNotLeftOutButRefused() {
    ConfigException failure =
        assertThrows(
            ConfigException.class, () -> EngineChoice.named(catalog, List.of("new", "old")));
    assertEquals("engine old: " + WHY, failure.getMessage());
  }

  @Test
  void anEngineThatWasNamedTwiceRunsOnce() {
    EngineChoice choice = EngineChoice.named(catalog, List.of("new", "new"));
    assertEquals(List.of("new"), choice.names());
    assertEquals(1, choice.entries().size());
  }

  @Test
  void noEngineAtAllIsRefused() {
    ConfigException failure =
        assertThrows(ConfigException.class, () -> EngineChoice.ofAll(catalog, List.of("old")));
    assertEquals("--engines: none of them can run here: {old=" + WHY + "}", failure.getMessage());
  }

  @Test
  void anEngineThatWasNotTriedOnThisJavaRunsAndSaysSo() {
    assertEquals(
        List.of("  new 1.0 was tested on Java 17, not on 99; it may work"),
        EngineChoice.named(catalog, List.of("new")).remarks(99));
  }

  @Test
  void theDoctorSaysOfEachEngineWhatWasTried() {
    EngineDescriptor present = catalog.resolve("new").engine();
    EngineDescriptor old = catalog.find("old").orElseThrow().engine();

    assertEquals(
        CheckResult.ok("new", "1.0; the suite passed on Java 17"), Checkup.engine(present, 17));
    assertEquals(
        CheckResult.note("new", "1.0; the suite passed on Java 17, and was not run on 99"),
        Checkup.engine(present, 99));
    assertEquals(
        CheckResult.note(
            "old", "1.0; left out: needs a Java older than 9, and this is 17: it is old"),
        Checkup.engine(old, 17));
  }
}
