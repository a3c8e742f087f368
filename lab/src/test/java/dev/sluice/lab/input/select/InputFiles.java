// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.select;

import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Inputs from texts, and their records as texts. */
public final class InputFiles {

  /** Opens a text as if it came on standard input. */
  public static Input open(InputOptions options, String text) {
    return open(options, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Opens bytes as if they came on standard input. */
  public static Input open(InputOptions options, byte[] bytes) {
    return Inputs.open(options, new ByteArrayInputStream(bytes));
  }

  /** All records of one reading. */
  public static List<InputRecord> records(Input input) {
    List<InputRecord> all = new ArrayList<>();
    try (InputRecords records = input.records()) {
      records.forEachRemaining(all::add);
    }
    return all;
  }

  /** A record's value as text. */
  public static String value(InputRecord record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }

  private InputFiles() {}
}
