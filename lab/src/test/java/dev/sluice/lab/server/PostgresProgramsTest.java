// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The programs of Postgres are kept where the user's caches are. */
class PostgresProgramsTest {

  @ParameterizedTest(name = "HOME={0}, XDG_CACHE_HOME={1}")
  @CsvSource({
    "/home/a,      ,             /home/a/.cache/sluice/postgres",
    "/home/a,      /var/cache/a, /var/cache/a/sluice/postgres",
    "/home/a,      relative,     /home/a/.cache/sluice/postgres",
    "relative,     ,             /passwd/home/.cache/sluice/postgres",
    ",             ,             /passwd/home/.cache/sluice/postgres",
    ",             /var/cache/a, /var/cache/a/sluice/postgres",
    "'',           '',           /passwd/home/.cache/sluice/postgres",
  })
  void theCacheFollowsTheEnvironment(String home, String caches, String expected) {
    Map<String, String> environment = new HashMap<>();
    environment.put("HOME", home);
    environment.put("XDG_CACHE_HOME", caches);
    environment.values().removeIf(Objects::isNull);
    assertEquals(Path.of(expected), PostgresPrograms.of(environment, "/passwd/home").cache());
  }

  @Test
  void aFolderThatIsNotThereYetIsUsableAndNotMade(@TempDir Path home) {
    PostgresPrograms programs = PostgresPrograms.of(Map.of("HOME", home.toString()), "/");
    assertTrue(programs.isUsable());
    assertFalse(programs.areUnpacked());
    assertFalse(Files.exists(home.resolve(".cache")));
  }

  /** A file where the folder should be cannot be written to, not even by root. */
  @Test
  void whereNothingCanBeKeptTheProgramsComeAndGoWithTheRun(@TempDir Path home) throws Exception {
    Files.writeString(home.resolve(".cache"), "no folder");
    PostgresPrograms programs = PostgresPrograms.of(Map.of("HOME", home.toString()), "/");
    assertFalse(programs.isUsable());
    Path folder;
    try (LabRun run = LabRun.open(new PrintWriter(Writer.nullWriter()))) {
      folder = programs.folder(run.directory());
      try (EmbeddedDatabase database = run.own(EmbeddedDatabase.start(run.directory(), programs));
          Connection connection =
              DriverManager.getConnection(database.jdbcUrl(), EmbeddedDatabase.USER, "")) {
        assertTrue(connection.isValid(10));
        assertTrue(new PostgresPrograms(folder).areUnpacked());
      }
    }
    assertFalse(Files.exists(folder));
    assertEquals("no folder", Files.readString(home.resolve(".cache")));
  }
}
