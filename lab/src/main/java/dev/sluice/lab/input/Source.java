// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.FileFault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The source of lines: a file, which can be read again, or standard input, which cannot. */
public final class Source {

  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final Path file;
  private final LinePrefix prefix;
  private LineReader once;

  private Source(String name, Path file, LinePrefix prefix, LineReader once) {
    this.name = name;
    this.file = file;
    this.prefix = prefix;
    this.once = once;
  }

  /**
   * A file's lines.
   *
   * @param prefix what is removed from each of them
   * @throws ConfigException if there is no such file, or it cannot be read
   */
  public static Source file(Path file, LinePrefix prefix) {
    try {
      if (Files.readAttributes(file, BasicFileAttributes.class).isDirectory()) {
        throw new ConfigException("--input", file + ": it is a folder, not a file");
      }
    } catch (IOException e) {
      throw new ConfigException("--input", file + ": " + FileFault.reason(file, e));
    }
    if (!Files.isReadable(file)) {
      throw new ConfigException("--input", file + ": this user may not open it");
    }
    String name = file.getFileName().toString();
    // A pipe, such as a shell's <(...), gives its bytes once.
    return isPipe(file)
        ? new Source(name, null, prefix, lines(name, open(file), prefix))
        : new Source(name, file, prefix, null);
  }

  /** A stream's lines. */
  public static Source stream(String name, InputStream in, LinePrefix prefix) {
    return new Source(name, null, prefix, lines(name, in, prefix));
  }

  /** The file's name without folders, or what the stream is called. */
  public String name() {
    return name;
  }

  public boolean repeatable() {
    return file != null;
  }

  /**
   * The lines from the first on; the caller closes them.
   *
   * @throws IllegalStateException if they could be read only once, and were
   */
  public LineReader lines() {
    if (file != null) {
      return lines(name, open(file), prefix);
    }
    if (once == null) {
      throw new IllegalStateException(name + " can be read only once, and has been read");
    }
    LineReader lines = once;
    once = null;
    return lines;
  }

  /** A reader to look at the first lines with, which leaves them for {@link #lines}. */
  public LineReader unread() {
    return file != null ? lines() : once;
  }

  private static boolean isPipe(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  private static InputStream open(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new InputException(file.toString(), e);
    }
  }

  /** Unpacks what starts as gzip does, regardless of its name. */
  private static LineReader lines(String name, InputStream in, LinePrefix prefix) {
    try {
      BufferedInputStream buffered = new BufferedInputStream(in, BUFFER_BYTES);
      buffered.mark(2);
      boolean gzip = GzipMembers.startsWith(buffered.read(), buffered.read());
      buffered.reset();
      return new LineReader(name, gzip ? new GzipMembers(buffered) : buffered, prefix);
    } catch (IOException e) {
      throw new InputException(name, e);
    }
  }
}
