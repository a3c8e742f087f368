// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {

  private static final List<String> WORDS =
      List.of("--input", "my log.gz", "--strip-prefix", "[^|]*\\| ", "it's", "$HOME", "");

  @Test
  void onlyWordsThatAShellWouldChangeAreQuoted() {
    assertEquals(
        "compare --input a/b-1.log --lateness=15s",
        Shell.line(List.of("compare", "--input", "a/b-1.log", "--lateness=15s")));
    assertEquals(
        "'my log.gz' '[^|]*\\| ' 'it'\\''s' ''",
        Shell.line(List.of("my log.gz", "[^|]*\\| ", "it's", "")));
  }

  /** The shell itself prints what it makes of them. */
  @Test
  void aShellReadsTheSameWordsFromIt() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", "-c"));
    command.add("printf '%s\\n' " + Shell.line(WORDS));
    Process shell = new ProcessBuilder(command).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, shell.waitFor());
    assertEquals(String.join("\n", WORDS) + "\n", output);
  }
}
