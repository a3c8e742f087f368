// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.server.JavaBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lab's process without the start script, in a locale whose charset is ASCII. */
class MainTest {

  private static final long SECONDS = 60;

  @TempDir Path folder;

  @Test
  void anArgumentThatTheLocaleCannotTellIsRefusedAndNotStoredBroken() throws Exception {
    assertRefused("compare --host bücher.example", "argument 3");
    assertRefused("compare --rules büro/regeln.yaml", "argument 3");
  }

  @Test
  void anArgumentInAsciiIsFineInAnyLocale() throws Exception {
    Process main = inAscii("generate --records 2");
    assertTrue(main.waitFor(SECONDS, TimeUnit.SECONDS));
    assertEquals(0, main.exitValue());
    assertEquals(2, text(main).lines().count());
  }

  private void assertRefused(String arguments, String which) throws Exception {
    Process main = inAscii(arguments);
    assertTrue(main.waitFor(SECONDS, TimeUnit.SECONDS));
    String output = text(main);
    assertEquals(2, main.exitValue(), output);
    assertTrue(output.startsWith("sluice: " + which + ": "), output);
    assertTrue(output.contains("LC_ALL=C.UTF-8"), output);
    assertEquals(1, output.lines().count(), output);
  }

  /**
   * Uses a script in UTF-8, since this test's own locale may lack the argument's characters too.
   */
  private Process inAscii(String arguments) throws IOException {
    Path script = folder.resolve("main.sh");
    Files.writeString(script, "LC_ALL=C exec \"$@\" " + arguments + "\n");
    return new ProcessBuilder(
            "/bin/sh",
            script.toString(),
            JavaBinary.path(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName())
        .redirectErrorStream(true)
        .start();
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
