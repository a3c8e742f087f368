// SPDX-License-Identifier: Apache-2.0
package dev.sluice.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds numbers with grouping or fractions that are formatted with the default locale. */
final class DefaultFormats {

  private static final String LITERAL = "\"(?:[^\"\\\\\\n]++|\\\\.)*+\"";
  private static final String TEXT = "(" + LITERAL + "(?:\\s*\\+\\s*" + LITERAL + ")*)";

  private static final List<Pattern> CALLS =
      List.of(
          Pattern.compile(TEXT + "\\s*\\)?\\s*\\.formatted\\("),
          Pattern.compile("(?:String\\.format|\\.printf)\\(\\s*" + TEXT));

  private static final Pattern GROUPED_OR_BROKEN =
      Pattern.compile("%[-0-9]*(?:,[-0-9]*(?:\\.[0-9]+)?|\\.[0-9]+)[df]");

  /** Finds them in the Java sources of a folder, and returns each with the name of its file. */
  static List<String> under(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> sources;
    try (Stream<Path> files = Files.walk(folder)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    for (Path source : sources) {
      String text = Files.readString(source);
      for (Pattern call : CALLS) {
        for (Matcher matcher = call.matcher(text); matcher.find(); ) {
          if (GROUPED_OR_BROKEN.matcher(matcher.group(1)).find()) {
            found.add(source.getFileName() + ": " + matcher.group(1));
          }
        }
      }
    }
    return found;
  }

  private DefaultFormats() {}
}
