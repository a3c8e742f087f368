// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.plan;

/** Reports that a run could not start, though its configuration may be right: exit code 1. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
