// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A view of a record's value as an event, without building one: which fields are present, and the
 * bytes of each. Code that only inspects events, such as rules, uses this view; {@link #event}
 * builds the events that are kept.
 *
 * <p>Reading is total, strict, and takes time linear in the value's size. Not thread-safe: buffers
 * are reused from one value to the next, so reading allocates nothing, whether or not the value is
 * an event. Use one view per thread.
 */
public final class EventView {

  private static final EventField[] FIELDS = EventField.values();
  private static final int REQUIRED =
      Arrays.stream(FIELDS).filter(EventField::isRequired).mapToInt(EventField::bit).sum();
  private static final int ALL = (1 << EventField.COUNT) - 1;

  private static final List<Optional<Reason>> DEFECTS =
      Arrays.stream(Reason.values()).map(Optional::of).toList();

  /** The start of each text field's space in {@link #unescaped}. */
  private static final int[] STARTS = starts();

  private final NameTree names;
  private final JsonScanner scanner;
  private final TimeReader time;

  // Sets of fields, as bits, that are the same for each value.
  private final int texts;
  private final int numbers;
  private final int fixed;
  private final int refusingEmpty;

  // Constants are in there, too, from the start.
  private final byte[] unescaped = new byte[STARTS[EventField.COUNT]];
  private final int[] unescapedEnds = new int[EventField.COUNT];

  private byte[] value;

  // Sets of fields, as bits.
  private int present;
  private int escaped;
  private int wrong;
  private int asText;

  private long eventTimeMicros;
  private long status;
  private long bytes;

  /** A view of values with the model's own names. */
  public EventView() {
    this(EventMapping.PLAIN);
  }

  /** A view of values whose fields are where the mapping finds them. */
  public EventView(EventMapping mapping) {
    FieldPlan plan = new FieldPlan(mapping);
    names = plan.names();
    scanner = new JsonScanner(names);
    time = plan.time();
    texts = plan.texts();
    numbers = plan.numbers();
    fixed = plan.fixed();
    refusingEmpty = plan.refusingEmpty();
    plan.constants().forEach(this::fix);
  }

  private void fix(EventField field, byte[] text) {
    int start = STARTS[field.index()];
    System.arraycopy(text, 0, unescaped, start, text.length);
    unescapedEnds[field.index()] = start + text.length;
  }

  /**
   * Reads one value; the other methods describe it until the next one is read. Never throws. Finds
   * every reason except {@link Reason#FROM_THE_FUTURE}, which needs the record's timestamp.
   *
   * @param value the record's bytes, or null for a tombstone; the view keeps it, and it must not be
   *     changed until the next one is read
   * @return why the value is not an event, in which case the other methods' results are undefined;
   *     empty if it is one
   */
  public Optional<Reason> read(byte[] value) {
    this.value = value;
    int defects = defects(value);
    return defects == 0 ? Optional.empty() : DEFECTS.get(Integer.numberOfTrailingZeros(defects));
  }

  /** Whether the event has the field; null is the same as absent. */
  public boolean has(EventField field) {
    return (present & field.bit()) != 0;
  }

  /**
   * The array that holds the field's text as UTF-8, without escapes, from {@link #start} to {@link
   * #end}; only for a text field that the event has. Must not be changed.
   */
  public byte[] array(EventField field) {
    return isEscaped(field) ? unescaped : value;
  }

  /** Where the field's text begins in its {@link #array}. */
  public int start(EventField field) {
    return isEscaped(field) ? STARTS[field.index()] : scanner.start(field.index());
  }

  /** Where the field's text ends in its {@link #array}. */
  public int end(EventField field) {
    return isEscaped(field) ? unescapedEnds[field.index()] : scanner.end(field.index());
  }

  /** Microseconds since the epoch, UTC. */
  public long eventTimeMicros() {
    return eventTimeMicros;
  }

  /** The response's status, 0 to 999; negative where the event has none. */
  public long status() {
    return status;
  }

  /** The response's size; negative where the event has none. */
  public long bytes() {
    return bytes;
  }

  /** Builds the event that was read. */
  public Event event() {
    return new Event(
        text(EventField.EVENT_ID),
        eventTimeMicros,
        text(EventField.HOST),
        text(EventField.URL),
        text(EventField.IP),
        text(EventField.METHOD),
        status < 0 ? null : (int) status,
        bytes < 0 ? null : bytes,
        text(EventField.REFERRER),
        text(EventField.USER_AGENT));
  }

  /** What became of the field in the value that was read, which must be an object. */
  EventReading.FieldReading reading(EventField field) {
    look();
    int bit = field.bit();
    int defects = isTwice(bit) ? Reason.DUPLICATE_FIELD.bit() : 0;
    defects |= (REQUIRED & ~present & bit) != 0 ? Reason.MISSING_FIELD.bit() : 0;
    defects |= (wrong & bit) != 0 ? Reason.WRONG_TYPE.bit() : 0;
    defects |= (asText & bit) != 0 ? textDefects(field) : 0;
    boolean legible = has(field) && defects == 0;
    if (legible && field == EventField.EVENT_TIME) {
      defects = time() == EventTime.MALFORMED ? Reason.BAD_TIME.bit() : 0;
    } else if (legible && !field.isText()) {
      defects = number(field) == WholeNumber.MALFORMED ? Reason.BAD_NUMBER.bit() : 0;
    }
    return new EventReading.FieldReading(
        field,
        defects == 0 ? Optional.empty() : DEFECTS.get(Integer.numberOfTrailingZeros(defects)),
        legible ? Optional.of(text(field)) : Optional.empty());
  }

  /** Whether a name on the way to the field, or its own, is in an object more than once. */
  private boolean isTwice(int bit) {
    for (int i = 0; i < names.size(); i++) {
      if ((scanner.twice() & 1L << i) != 0 && (names.fieldsBelow(i) & bit) != 0) {
        return true;
      }
    }
    return false;
  }

  /** The field's text as a string; null where the event has none. */
  private String text(EventField field) {
    return has(field)
        ? new String(array(field), start(field), end(field) - start(field), UTF_8)
        : null;
  }

  private boolean isEscaped(EventField field) {
    return (escaped & field.bit()) != 0;
  }

  private int defects(byte[] value) {
    if (value == null) {
      return Reason.NULL_VALUE.bit();
    }
    if (value.length == 0) {
      return Reason.EMPTY_VALUE.bit();
    }
    if (value.length > Limits.RECORD_BYTES) {
      return Reason.RECORD_TOO_LARGE.bit();
    }
    if (!Utf8.isWellFormed(value)) {
      return Reason.NOT_UTF8.bit();
    }
    if (startsWithByteOrderMark(value)) {
      return Reason.BYTE_ORDER_MARK.bit();
    }
    if (!scanner.scan(value)) {
      return Reason.NOT_JSON.bit();
    }
    int defects = scanner.defects() | (scanner.isObject() ? 0 : Reason.NOT_AN_OBJECT.bit());
    defects = defects != 0 ? defects : fieldDefects();
    return defects != 0 ? defects : valueDefects();
  }

  private static boolean startsWithByteOrderMark(byte[] value) {
    return value.length >= 3
        && value[0] == (byte) 0xEF
        && value[1] == (byte) 0xBB
        && value[2] == (byte) 0xBF;
  }

  private int fieldDefects() {
    look();
    int defects = (REQUIRED & ~present) == 0 ? 0 : Reason.MISSING_FIELD.bit();
    defects |= wrong == 0 ? 0 : Reason.WRONG_TYPE.bit();
    int readable = asText;
    for (EventField field : FIELDS) {
      if ((readable & field.bit()) != 0) {
        defects |= textDefects(field);
      }
    }
    return defects;
  }

  /** Computes the sets of fields from those of members. */
  private void look() {
    long members = scanner.present();
    int found = (int) members & ALL;
    asText = (int) scanner.texts() & texts;
    wrong = found & ~(asText | ((int) scanner.numbers() & numbers));
    // A name on the way to fields that has neither the object or array there nor null.
    for (long blocked = (members & ~scanner.entered()) >>> EventField.COUNT; blocked != 0; ) {
      int index = EventField.COUNT + Long.numberOfTrailingZeros(blocked);
      wrong |= names.fieldsBelow(index);
      blocked &= blocked - 1;
    }
    present = found | wrong | fixed;
    escaped = ((int) scanner.escaped() & ALL) | fixed;
  }

  private int textDefects(EventField field) {
    int i = field.index();
    int length = isEscaped(field) ? unescape(i) : scanner.end(i) - scanner.start(i);
    if (length == JsonText.UNSTORABLE) {
      return Reason.UNSTORABLE_TEXT.bit();
    }
    if (length == 0) {
      return (refusingEmpty & field.bit()) != 0 ? Reason.EMPTY_FIELD.bit() : 0;
    }
    return length > field.limit() ? Reason.FIELD_TOO_LONG.bit() : 0;
  }

  /**
   * Unescapes the text of the field of this index into its space, as far as it fits; returns the
   * full length.
   */
  private int unescape(int i) {
    int length =
        JsonText.unescape(
            value, scanner.start(i), scanner.end(i), unescaped, STARTS[i], STARTS[i + 1]);
    unescapedEnds[i] = STARTS[i] + length;
    return length;
  }

  /** Reads the time and the numbers, now that their types and lengths are known to be valid. */
  private int valueDefects() {
    eventTimeMicros = time();
    status = number(EventField.STATUS);
    bytes = number(EventField.BYTES);
    if (eventTimeMicros == EventTime.MALFORMED) {
      return Reason.BAD_TIME.bit();
    }
    return status == WholeNumber.MALFORMED || bytes == WholeNumber.MALFORMED
        ? Reason.BAD_NUMBER.bit()
        : 0;
  }

  private long time() {
    EventField field = EventField.EVENT_TIME;
    return time.micros(array(field), start(field), end(field));
  }

  private long number(EventField field) {
    return has(field)
        ? WholeNumber.parse(array(field), start(field), end(field), field.most())
        : WholeNumber.ABSENT;
  }

  private static int[] starts() {
    int[] starts = new int[EventField.COUNT + 1];
    for (EventField field : FIELDS) {
      starts[field.index() + 1] = starts[field.index()] + field.limit();
    }
    return starts;
  }
}
