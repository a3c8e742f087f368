// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

/** Thrown when a topic could not be created, loaded or deleted. */
public final class TopicLoadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TopicLoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
