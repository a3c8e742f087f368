// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.select;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.re2j.Pattern;
import dev.sluice.lab.input.FirstLines;
import dev.sluice.lab.input.accesslog.AccessLogLine;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Recognises files that users take for input but that need one more step. */
public final class InputHint {

  private static final int PREFIX_BYTES = 200;

  private static final Pattern CLOUDFRONT_DATE =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}\t[0-9]{2}:[0-9]{2}:[0-9]{2}\t");

  private static final String ARRAY =
      "This looks like a JSON array, but an event is a JSON object on a line of its own;"
          + " convert it with jq -c '.[]' FILE.";

  /** What the lines look like, and what to do about it; empty where nothing is recognised. */
  public static Optional<String> of(FirstLines firstLines) {
    List<byte[]> lines = firstLines.lines();
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    byte[] first = lines.get(0);
    // Each byte as one character: all that is looked for is ASCII, except for the marks of UTF-16.
    String text = new String(first, ISO_8859_1);
    if (text.startsWith("\u00ff\u00fe") || text.startsWith("\u00fe\u00ff")) {
      return Optional.of(
          "This looks like UTF-16, but input is UTF-8; convert it with"
              + " iconv -f UTF-16 -t UTF-8 FILE.");
    }
    if (text.startsWith("{\"log\":\"")) {
      return Optional.of(
          "This looks like Docker's json-file log, where each line wraps a line of the container's"
              + " output; unwrap it with jq -j .log FILE, or take it from docker logs CONTAINER.");
    }
    Optional<String> array = ofArray(first);
    if (array.isPresent()) {
      return array;
    }
    if (text.strip().equals("{")) {
      return Optional.of(
          "This looks like JSON over several lines, but an event is a JSON object on a line of its"
              + " own; convert it with jq -c . FILE.");
    }
    if (text.startsWith("#Software:")) {
      return Optional.of(
          "This looks like a W3C log as IIS writes it, with blanks between its fields; of that"
              + " family only CloudFront's standard logs are read, which have tabs.");
    }
    if (CLOUDFRONT_DATE.matcher(text).lookingAt()) {
      return Optional.of(
          "This looks like a CloudFront log without its header; its fields are known by the line"
              + " that starts with #Fields:, so keep that line in front.");
    }
    return lines.stream().map(InputHint::prefix).flatMap(Optional::stream).findFirst();
  }

  /**
   * The same for an array of objects. With one element per line, only the last has no comma after
   * it, so just one record of many would be an event.
   *
   * @param first the first line that is not empty
   */
  static Optional<String> ofArray(byte[] first) {
    String text = new String(first, ISO_8859_1).strip();
    if (!text.startsWith("[")) {
      return Optional.empty();
    }
    String element = text.substring(1).stripLeading();
    return element.isEmpty() || element.startsWith("{") ? Optional.of(ARRAY) : Optional.empty();
  }

  /** A log's line after some other text. */
  private static Optional<String> prefix(byte[] line) {
    if (AccessLogLine.parse(line).isPresent()) {
      return Optional.empty();
    }
    for (int at = 1; at < Math.min(line.length, PREFIX_BYTES); at++) {
      boolean start = " \t:|]>".indexOf(line[at - 1]) >= 0;
      if (start && AccessLogLine.parse(Arrays.copyOfRange(line, at, line.length)).isPresent()) {
        String front = FirstLines.shown(Arrays.copyOf(line, at), PREFIX_BYTES);
        return Optional.of(
            "After '%s' there is a line of an access log; remove such text with --strip-prefix REGEX."
                .formatted(front));
      }
    }
    return Optional.empty();
  }

  private InputHint() {}
}
