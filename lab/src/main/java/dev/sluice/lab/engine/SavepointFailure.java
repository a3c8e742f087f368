// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

/** Thrown when no engine can take a savepoint, or the savepoint failed. */
public final class SavepointFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SavepointFailure(String message) {
    super(message);
  }

  SavepointFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
