// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Converts strictly between bytes and text: what does not fit is reported, never replaced. */
public final class Utf8 {

  /** The text, or empty if the bytes are not well-formed UTF-8. */
  public static Optional<String> decode(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return strictly(bytes);
      }
    }
    return Optional.of(new String(bytes, StandardCharsets.US_ASCII));
  }

  /** The bytes, or empty if the text has a surrogate without its partner. */
  public static Optional<byte[]> encode(String text) {
    try {
      ByteBuffer buffer = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return Optional.of(bytes);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> strictly(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private Utf8() {}
}
