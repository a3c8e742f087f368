// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultTest {

  @TempDir Path folder;

  /**
   * The system's messages in the user's language are not shown; a test run in Turkish showed them.
   */
  @Test
  void whatJavaSaysOfAFileIsSaidInAFewWords() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xfc});
    Path none = folder.resolve("none");
    assertReason("there is no such file", none, Files::readString);
    assertReason("there is no such file", none.resolve("x"), Files::readString);
    assertReason("it is a folder, not a file", folder, Files::readString);
    assertReason("it is not text in UTF-8", file, Files::readString);
    assertReason(
        "a part of its path is a file, not a folder", file.resolve("x"), Files::readString);
    assertReason(
        "a part of its path is a file, not a folder",
        file.resolve("x").resolve("y"),
        Files::createDirectories);
    assertReason("it is not a folder", file, Files::createDirectories);
    assertReason("there is no such file", none, each -> new FileInputStream(each.toFile()));
    assertReason("it is a folder, not a file", folder, each -> new FileInputStream(each.toFile()));
  }

  /** The exception is made by hand, since the superuser may open everything. */
  @Test
  void aFileOfSomebodyElsesIsSaidToBeClosed() {
    assertEquals(
        "this user may not open it",
        FileFault.reason(folder, new AccessDeniedException(folder.toString())));
  }

  @Test
  void whatIsNotKnownIsSaidAsItIs() throws IOException {
    Path file = Files.createFile(folder.resolve("disk"));
    assertEquals(
        "Input/output error", FileFault.reason(file, new IOException("Input/output error")));
    assertEquals("IOException", FileFault.reason(file, new IOException()));
  }

  /** Uses a file in a way that fails. */
  private interface Use {
    Object of(Path file) throws IOException;
  }

  private static void assertReason(String reason, Path file, Use use) {
    IOException failure = assertThrows(IOException.class, () -> use.of(file));
    assertEquals(reason, FileFault.reason(file, failure));
  }
}
