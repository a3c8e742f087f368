package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class FileFaultTest {

  @TempDir Path folder;

  @Test
  void whatJavaSaysOfAFileIsSaidInAFewWords() throws IOException {
    Path file = Files.write(folder.resolve("file"), new byte[] {(byte) 0xfc});
    Path none = folder.resolve("none");
    assertReason("there is no such file", () -> Files.readString(none));
    assertReason("it is a folder, not a file", () -> Files.readString(folder));
    assertReason("it is not text in UTF-8", () -> Files.readString(file));
    assertReason(
        "a part of its path is a file, not a folder", () -> Files.readString(file.resolve("x")));
    assertReason("it is not a folder", () -> Files.createDirectories(file));
    assertReason("it is not a folder", () -> Files.createDirectory(file));
    assertReason("there is no such file", () -> new FileInputStream(none.toFile()).close());
    assertReason("it is a folder, not a file", () -> new FileInputStream(folder.toFile()).close());
  }

  /** Made by hand: the superuser may open everything. */
  @Test
  void aFileOfSomebodyElsesIsSaidToBeClosed() {
    assertEquals(
        "this user may not open it", FileFault.reason(new AccessDeniedException("/root/x")));
    assertEquals(
        "this user may not open it",
        FileFault.reason(new FileNotFoundException("/root/x (Permission denied)")));
  }

  @Test
  void whatIsNotKnownIsSaidAsItIs() {
    assertEquals("Input/output error", FileFault.reason(new IOException("Input/output error")));
    assertEquals("IOException", FileFault.reason(new IOException()));
  }

  private static void assertReason(String reason, Executable use) {
    assertEquals(reason, FileFault.reason(assertThrows(IOException.class, use)));
  }
}
