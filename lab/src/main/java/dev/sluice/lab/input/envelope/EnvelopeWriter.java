// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.envelope;

import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.JsonEscaping;
import dev.sluice.lab.input.Label;
import dev.sluice.lab.input.Utf8;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Writes records as envelopes, one a line, so that reading them gives the same records. */
public final class EnvelopeWriter {

  private final OutputStream out;
  private final StringBuilder line = new StringBuilder(1_024);

  /**
   * A writer to a stream, which stays open.
   *
   * @param out buffered by the caller
   */
  public EnvelopeWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes one envelope and a line feed. */
  public void write(InputRecord record) throws IOException {
    line.setLength(0);
    line.append("{\"partition\":").append(record.partition());
    line.append(",\"timestamp\":").append(record.timestampMillis());
    if (record.key() != null) {
      appendBytes("key", record.key());
    }
    if (record.value() == null) {
      line.append(",\"value\":null");
    } else {
      appendBytes("value", record.value());
    }
    if (record.label() != null) {
      appendLabel(record.label());
    }
    out.write(line.append("}\n").toString().getBytes(StandardCharsets.UTF_8));
  }

  private void appendBytes(String name, byte[] bytes) {
    Optional<String> text = Utf8.decode(bytes);
    line.append(",\"").append(name);
    if (text.isPresent()) {
      JsonEscaping.PLAIN.append(line.append("\":"), text.get());
    } else {
      line.append("_base64\":\"").append(Base64.getEncoder().encodeToString(bytes)).append('"');
    }
  }

  private void appendLabel(Label label) {
    JsonEscaping.PLAIN.append(line.append(",\"label\":{\"outcome\":"), label.outcome());
    if (label.reason() != null) {
      JsonEscaping.PLAIN.append(line.append(",\"reason\":"), label.reason());
    }
    line.append('}');
  }
}
