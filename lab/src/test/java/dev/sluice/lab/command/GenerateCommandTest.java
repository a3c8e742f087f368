// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GenerateCommandTest {

  private final StringWriter errors = new StringWriter();

  @Test
  void writesTheSameEnvelopesEachTime() {
    byte[] first = written("--records", "300", "--seed", "5");
    assertArrayEquals(first, written("--records", "300", "--seed", "5"));
    assertArrayEquals(first, written("--events", "300", "--seed", "5"), "the former name");
    assertEquals(300, lines(first));
    assertEquals("", errors.toString());
  }

  @Test
  void plainValuesSayWhatTheyLeaveOut() {
    int lines = lines(written("--records", "3000", "--plain"));
    assertTrue(lines > 2_900 && lines < 3_000, lines + " lines");
    assertTrue(
        errors
            .toString()
            .contains("and " + (3_000 - lines) + " records whose value cannot be written"),
        errors.toString());
  }

  @Test
  void aDialIsTurnedOrRefusedByName() {
    String text =
        new String(written("--records", "50", "--share", "bots=0"), StandardCharsets.UTF_8);
    assertTrue(!text.contains("\"reason\":\"bots\""), text);
    assertEquals(2, run(new ByteArrayOutputStream(), "--share", "cats=0.1"));
    assertTrue(errors.toString().startsWith("--share: cats: no such share"), errors.toString());
    assertEquals(2, run(new ByteArrayOutputStream(), "--share", "bots=1e300"));
  }

  @Test
  void aReaderThatHasEnoughIsNoError() {
    assertEquals(0, run(failing("Broken pipe")));
    assertEquals("", errors.toString());
  }

  @Test
  void aFullDiskIsAnError() {
    assertEquals(1, run(failing("No space left on device")));
  }

  private byte[] written(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertEquals(0, run(out, arguments));
    return out.toByteArray();
  }

  private int run(OutputStream out, String... arguments) {
    return new CommandLine(new GenerateCommand(out))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }

  private static OutputStream failing(String message) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(message);
      }
    };
  }

  private static int lines(byte[] text) {
    return (int) new String(text, StandardCharsets.UTF_8).chars().filter(c -> c == '\n').count();
  }
}
