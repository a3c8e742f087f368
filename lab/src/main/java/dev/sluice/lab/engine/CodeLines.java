package dev.sluice.lab.engine;

/** Counts the lines of a Java source that say something. */
final class CodeLines {

  /**
   * Lines that are neither blank, nor comment, nor import or package. A line that begins a comment
   * after code counts; text blocks are taken for code.
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
