// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.nio.file.Path;

/** The Java that this lab runs on; its children run on the same. */
public final class JavaBinary {

  /** The path of the {@code java} program. */
  public static String path() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private JavaBinary() {}
}
