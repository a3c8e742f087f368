// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * A picture, such as a chart, shown only on the HTML page; a {@link Grid} beside it has the same
 * figures.
 */
public non-sealed interface Drawing extends Block {

  /** The title above it, plain; empty for none. */
  String title();

  /** The picture as an SVG element that needs only the page's style. */
  String svg();

  /**
   * A text that is packaged beside a class.
   *
   * @throws IllegalStateException if it is not there
   */
  static String resource(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
