// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;

/** Explains why a file cannot be used, in a few words that follow its name. */
public final class FileFault {

  /**
   * The reason, without the file's name. Java's message is often only that name, or the operating
   * system's message in the user's language.
   *
   * @param file the file that was to be read or written
   * @param failure the exception that this ended with
   */
  public static String reason(Path file, IOException failure) {
    if (failure instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    if (failure instanceof AccessDeniedException) {
      return "this user may not open it";
    }
    if (failure instanceof NotDirectoryException || failure instanceof FileAlreadyExistsException) {
      return "it is not a folder";
    }
    if (isBelowAFile(file)) {
      return "a part of its path is a file, not a folder";
    }
    if (failure instanceof NoSuchFileException
        || Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      return "there is no such file";
    }
    if (Files.isDirectory(file)) {
      return "it is a folder, not a file";
    }
    String message =
        failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static boolean isBelowAFile(Path file) {
    for (Path above = file.toAbsolutePath().getParent(); above != null; above = above.getParent()) {
      if (Files.exists(above)) {
        return !Files.isDirectory(above);
      }
    }
    return false;
  }

  private FileFault() {}
}
