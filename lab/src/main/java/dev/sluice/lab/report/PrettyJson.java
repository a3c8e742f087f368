// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Writes JSON that is easy to read, with the same bytes on every system. */
public final class PrettyJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A new object to fill. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The object as text, ending in a line feed. */
  public static String text(ObjectNode object) {
    DefaultIndenter lines = new DefaultIndenter("  ", "\n");
    try {
      return JSON.writer(
                  new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
              .writeValueAsString(object)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values is always JSON", e);
    }
  }

  private PrettyJson() {}
}
