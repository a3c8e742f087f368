package dev.sluice.engine.config;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Why a file cannot be used, in a few words that follow its name. */
public final class FileFault {

  /**
   * The reason, without the file's name: Java's own message is often no more than that name.
   *
   * @param failure what reading or writing a file or folder failed with
   */
  public static String reason(IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "this user may not open it";
    }
    if (failure instanceof NotDirectoryException || failure instanceof FileAlreadyExistsException) {
      return "it is not a folder";
    }
    if (failure instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    String message =
        failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
    if (message == null) {
      return failure.getClass().getSimpleName();
    }
    if (failure instanceof FileNotFoundException && message.endsWith(")")) {
      // FILE (Permission denied)
      message = message.substring(message.lastIndexOf('(') + 1, message.length() - 1);
    }
    return switch (message.toLowerCase(Locale.ROOT)) {
      case "is a directory" -> "it is a folder, not a file";
      case "not a directory" -> "a part of its path is a file, not a folder";
      case "no such file or directory" -> "there is no such file";
      case "permission denied" -> "this user may not open it";
      default -> message;
    };
  }

  private FileFault() {}
}
