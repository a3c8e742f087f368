// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for an error that must explain why a process failed. */
public final class LogTail {

  private static final int BYTES = 16_384;

  /** The last lines of a file, each indented; a note if there are none. */
  public static String of(Path file, int lines) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(Math.max(0, log.length() - BYTES));
      byte[] end = new byte[(int) (log.length() - log.getFilePointer())];
      log.readFully(end);
      List<String> all = new String(end, StandardCharsets.UTF_8).lines().toList();
      return all.isEmpty()
          ? "  (" + file + " is empty)"
          : "  " + String.join("\n  ", all.subList(Math.max(0, all.size() - lines), all.size()));
    } catch (IOException e) {
      return "  (" + file + " cannot be read: " + e.getMessage() + ")";
    }
  }

  private LogTail() {}
}
