package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.model.JsonScanner.Kind;
import java.util.Arrays;

/**
 * Reads a record's value into an event: total, strict, and in time linear in the value's size.
 *
 * <p>Not thread-safe: buffers are used again from value to value, so that a value which is no event
 * costs no allocation. Use one decoder for each thread.
 */
public final class EventDecoder {

  private static final EventField[] FIELDS = EventField.values();
  private static final Decoded[] BAD =
      Arrays.stream(Reason.values()).map(Decoded.Bad::new).toArray(Decoded[]::new);

  private final JsonScanner scanner = new JsonScanner();
  private final byte[] unescaped = new byte[Limits.TEXT_BYTES];

  /**
   * Decodes one value. Never throws. Every reason but {@link Reason#FROM_THE_FUTURE}, for which the
   * record's timestamp is needed, is found here.
   *
   * @param value the record's bytes, or null for a tombstone; not kept
   */
  public Decoded decode(byte[] value) {
    if (value == null) {
      return bad(Reason.NULL_VALUE);
    }
    if (value.length == 0) {
      return bad(Reason.EMPTY_VALUE);
    }
    if (value.length > Limits.RECORD_BYTES) {
      return bad(Reason.RECORD_TOO_LARGE);
    }
    if (!Utf8.isWellFormed(value)) {
      return bad(Reason.NOT_UTF8);
    }
    if (startsWithByteOrderMark(value)) {
      return bad(Reason.BYTE_ORDER_MARK);
    }
    if (!scanner.scan(value)) {
      return bad(Reason.NOT_JSON);
    }
    int defects = scanner.defects();
    defects |= scanner.isObject() ? fieldDefects(value) : Reason.NOT_AN_OBJECT.bit();
    return defects == 0 ? event(value) : first(defects);
  }

  private static Decoded bad(Reason reason) {
    return first(reason.bit());
  }

  private static Decoded first(int defects) {
    return BAD[Integer.numberOfTrailingZeros(defects)];
  }

  private static boolean startsWithByteOrderMark(byte[] value) {
    return value.length >= 3
        && value[0] == (byte) 0xEF
        && value[1] == (byte) 0xBB
        && value[2] == (byte) 0xBF;
  }

  private int fieldDefects(byte[] value) {
    int defects = 0;
    for (EventField field : FIELDS) {
      Kind kind = scanner.kind(field);
      if (kind == Kind.ABSENT || kind == Kind.NULL) {
        defects |= field.isRequired() ? Reason.MISSING_FIELD.bit() : 0;
      } else if (kind != (field.isText() ? Kind.TEXT : Kind.NUMBER)) {
        defects |= Reason.WRONG_TYPE.bit();
      } else if (field.isText()) {
        defects |= textDefects(value, field);
      }
    }
    return defects;
  }

  private int textDefects(byte[] value, EventField field) {
    int start = scanner.start(field);
    int end = scanner.end(field);
    int length =
        scanner.isEscaped(field) ? JsonText.unescape(value, start, end, unescaped) : end - start;
    if (length == JsonText.UNSTORABLE) {
      return Reason.UNSTORABLE_TEXT.bit();
    }
    if (length == 0) {
      return field.refusesEmpty() ? Reason.EMPTY_FIELD.bit() : 0;
    }
    return length > field.limit() ? Reason.FIELD_TOO_LONG.bit() : 0;
  }

  /** Reads the values, now that each is known to be there, of its type and within its length. */
  private Decoded event(byte[] value) {
    long time = time(value);
    if (time == EventTime.MALFORMED) {
      return bad(Reason.BAD_TIME);
    }
    long status = number(value, EventField.STATUS, Limits.STATUS);
    long bytes = number(value, EventField.BYTES, Long.MAX_VALUE);
    if (status == WholeNumber.MALFORMED || bytes == WholeNumber.MALFORMED) {
      return bad(Reason.BAD_NUMBER);
    }
    return new Decoded.Ok(
        new Event(
            text(value, EventField.EVENT_ID),
            time,
            text(value, EventField.HOST),
            text(value, EventField.URL),
            text(value, EventField.IP),
            text(value, EventField.METHOD),
            status == WholeNumber.ABSENT ? null : (int) status,
            bytes == WholeNumber.ABSENT ? null : bytes,
            text(value, EventField.REFERRER),
            text(value, EventField.USER_AGENT)));
  }

  private long time(byte[] value) {
    int start = scanner.start(EventField.EVENT_TIME);
    int end = scanner.end(EventField.EVENT_TIME);
    if (!scanner.isEscaped(EventField.EVENT_TIME)) {
      return EventTime.micros(value, start, end);
    }
    return EventTime.micros(unescaped, 0, JsonText.unescape(value, start, end, unescaped));
  }

  private long number(byte[] value, EventField field, long max) {
    return scanner.kind(field) == Kind.NUMBER
        ? WholeNumber.parse(value, scanner.start(field), scanner.end(field), max)
        : WholeNumber.ABSENT;
  }

  private String text(byte[] value, EventField field) {
    if (scanner.kind(field) != Kind.TEXT) {
      return null;
    }
    int start = scanner.start(field);
    int end = scanner.end(field);
    return scanner.isEscaped(field)
        ? new String(unescaped, 0, JsonText.unescape(value, start, end, unescaped), UTF_8)
        : new String(value, start, end - start, UTF_8);
  }
}
