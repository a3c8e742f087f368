// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

/** Thrown when a server could not be started, stopped or reached. */
public final class ServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public ServerException(String message) {
    super(message);
  }

  public ServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
