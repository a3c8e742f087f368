// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.lab.engine.EngineCatalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the start script in a locale whose charset is ASCII, as in cron and containers. It is in
 * this module because after it everything that the script starts is packaged.
 */
class LauncherIT {

  private static final long MINUTES = 3;

  /** A clone, as links, in a folder with an umlaut; its stamp prevents a build. */
  private static final String CLONE =
      """
      set -e
      clone=$1/klön
      rm -rf "$clone"
      mkdir -p "$clone/target"
      for file in "$2"/*; do
        case $file in */target | */sluice) ;; *) ln -s "$file" "$clone" ;; esac
      done
      cp "$2/sluice" "$clone"
      : >"$clone/target/sluice.stamp"
      printf '%s\\n' \
        '198.51.100.7 - - [10/Mar/2026:15:59:05 +0000] "GET /größe HTTP/1.1" 200 12' \
        '203.0.113.9 - - [10/Mar/2026:15:59:06 +0000] "GET /x HTTP/1.1" 200 3' >"$1/zugriff-ü.log"
      printf '%s\\n' 'version: 1' 'rules:' '  - name: others' '    when:' \
        '      not: { one_of: { field: host, values: [bücher.example] } }' >"$1/regeln-ü.yaml"
      cd "$clone"
      export LC_ALL=C
      """;

  @TempDir Path folder;

  @Test
  void aCloneAFileAndAHostWithAnUmlautAreAllTheSameToIt() throws Exception {
    String output =
        run(
            """
            ./sluice compare --input "$1/zugriff-ü.log" --host bücher.example \
              --rules "$1/regeln-ü.yaml" --engines kstreams --out "$1/report"
            """);
    assertTrue(output.contains("IDENTICAL ROWS"), output);
    String report = Files.readString(folder.resolve("report").resolve("report.json"));
    assertTrue(report.contains("zugriff-ü.log"), report);
    assertTrue(report.contains("regeln-ü.yaml"), report);
    // Its rule drops every host except bücher.example.
    assertTrue(Pattern.compile("\"accepted\" *: *2\\b").matcher(report).find(), report);
    assertTrue(
        StandardCharsets.US_ASCII.newEncoder().canEncode(output),
        "the terminal is ASCII: " + output);
  }

  /** The outcomes of the example were worked out by hand: five of its records are accepted. */
  @Test
  void aMappingOfOnesOwnEventsReachesTheEngine() throws Exception {
    String output =
        run(
            """
            cp examples/events/caddy.yaml "$1/felder-ü.yaml"
            ./sluice compare --input examples/events/caddy.ndjson --events "$1/felder-ü.yaml" \
              --engines kstreams --out "$1/report"
            """);
    assertTrue(output.contains("IDENTICAL ROWS"), output);
    String report = Files.readString(folder.resolve("report").resolve("report.json"));
    assertTrue(report.contains("felder-ü.yaml"), report);
    assertTrue(Pattern.compile("\"accepted\" *: *5\\b").matcher(report).find(), report);
  }

  @Test
  void anotherCharsetThanAsciiIsTheUsersAndIsLeftAlone() throws Exception {
    String output = run("LC_ALL=C.UTF-8 ./sluice doctor || true");
    assumeTrue(output.contains("UTF-8"), "this system has no locale C.UTF-8");
    assertTrue(output.contains("names and arguments in UTF-8, printed in UTF-8"), output);
    String ascii = run("./sluice doctor || true");
    assertTrue(ascii.contains("names and arguments in UTF-8, printed in US-ASCII"), ascii);
  }

  /** The script is a file in UTF-8, since the locale of this test may be ASCII as well. */
  private String run(String commands) throws IOException, InterruptedException {
    Path script = folder.resolve("run.sh");
    Path out = folder.resolve("out.txt");
    Files.writeString(script, CLONE + commands);
    Process shell =
        new ProcessBuilder(
                "/bin/sh", script.toString(), folder.toString(), EngineCatalog.home().toString())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = shell.waitFor(MINUTES, TimeUnit.MINUTES);
    String output = Files.readString(out);
    if (!ended) {
      shell.destroyForcibly();
    }
    assertTrue(ended, "still running: " + output);
    assertEquals(0, shell.exitValue(), output);
    return output;
  }
}
