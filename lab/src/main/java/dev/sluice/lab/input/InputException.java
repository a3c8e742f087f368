// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Thrown when an input cannot be read to its end; the message names the file, and the line if
 * known.
 */
public final class InputException extends UncheckedIOException {

  private static final long serialVersionUID = 1L;

  InputException(String where, IOException cause) {
    super(where + ": " + cause.getMessage(), cause);
  }
}
