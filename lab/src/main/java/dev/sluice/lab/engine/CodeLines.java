// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

/** Counts the lines of code in a Java source. */
final class CodeLines {

  /**
   * The number of lines that are not blank, a comment, an import or a package declaration. A line
   * with a comment after code counts; text blocks count as code.
   */
  static long count(String source) {
    long lines = 0;
    boolean inComment = false;
    for (String line : source.lines().map(String::strip).toList()) {
      if (inComment) {
        inComment = !line.contains("*/");
      } else if (line.startsWith("/*")) {
        inComment = !line.contains("*/");
      } else if (!line.isEmpty()
          && !line.startsWith("//")
          && !line.startsWith("import ")
          && !line.startsWith("package ")) {
        lines++;
      }
    }
    return lines;
  }

  private CodeLines() {}
}
