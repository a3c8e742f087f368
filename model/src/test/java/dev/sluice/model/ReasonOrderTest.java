// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static dev.sluice.model.Values.required;
import static dev.sluice.model.Values.text;
import static dev.sluice.model.Values.verdict;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** R3: where a record has two defects, the first of the list is its reason. */
class ReasonOrderTest {

  private static final String LONE = text("\\ud800");
  private static final String LONG = text("x".repeat(16_385));

  /** Members that make an otherwise good event malformed, in the order of their reasons. */
  private static final List<Defect> DEFECTS =
      List.of(
          new Defect("nested_too_deep", "\"a\":" + "[".repeat(32) + "]".repeat(32)),
          new Defect("number_too_long", "\"b\":" + "1".repeat(65)),
          new Defect("duplicate_field", "\"ip\":null,\"ip\":null"),
          new Defect("missing_field", "\"host\":null"),
          new Defect("wrong_type", "\"method\":1"),
          new Defect("unstorable_text", "\"referrer\":" + LONE),
          new Defect("empty_field", "\"event_id\":\"\""),
          new Defect("field_too_long", "\"user_agent\":" + LONG),
          new Defect("bad_time", "\"event_time\":\"yesterday\""),
          new Defect("bad_number", "\"status\":1000"));

  private record Defect(String reason, String members) {}

  @Test
  void r3_ofTwoDefectsTheFirstOfTheListIsTheReasonWhereverItStands() {
    for (int i = 0; i < DEFECTS.size(); i++) {
      for (int j = i; j < DEFECTS.size(); j++) {
        Defect first = DEFECTS.get(i);
        Defect second = DEFECTS.get(j);
        assertEquals(first.reason, verdict(value(first, second)), () -> value(first, second));
        assertEquals(first.reason, verdict(value(second, first)), () -> value(second, first));
      }
    }
  }

  @Test
  void r3_allDefectsAtOnce() {
    StringBuilder members = new StringBuilder();
    for (Defect defect : DEFECTS) {
      members.insert(0, defect.members + ",");
    }
    assertEquals("nested_too_deep", verdict("{" + members + "\"url\":\"/\"}"));
    assertEquals("not_json", verdict("{" + members + "\"url\":\"/\"}}"));
  }

  @Test
  void r3_whatProvesNotToBeJsonHasNoOtherDefect() {
    for (Defect defect : DEFECTS) {
      assertEquals("not_json", verdict("{" + defect.members), defect.reason);
      assertEquals("not_json", verdict("{" + defect.members + "},"), defect.reason);
    }
  }

  @Test
  void r3_theWholeValueComesBeforeItsJson() {
    byte[] large = new byte[Limits.RECORD_BYTES + 1];
    large[0] = (byte) 0xFF;
    assertEquals("record_too_large", verdict(large));
    assertEquals("not_utf8", verdict("\u00ef\u00bb\u00bf{}\u00ff".getBytes(ISO_8859_1)));
    assertEquals("not_utf8", verdict("{\u00ff".getBytes(ISO_8859_1)));
    assertEquals("not_utf8", verdict("{} \u00c3".getBytes(ISO_8859_1)));
    assertEquals("byte_order_mark", verdict("\ufeff{"));
  }

  @Test
  void r3_otherJsonThanAnObjectComesAfterNestingAndNumbers() {
    assertEquals("number_too_long", verdict("[" + "1".repeat(65) + "]"));
    assertEquals(
        "nested_too_deep", verdict("[" + "1".repeat(65) + "," + "[".repeat(32) + "]".repeat(33)));
    assertEquals("not_an_object", verdict("[{\"host\":1,\"host\":2}]"));
  }

  @Test
  void r3_aMissingFieldComesBeforeTheTypeOfAnother() {
    assertEquals("missing_field", verdict(required("1", LONE, "null")));
    assertEquals("wrong_type", verdict(required("1", LONE, text(""))));
    assertEquals("unstorable_text", verdict(required(text("x"), LONE, text(""))));
  }

  private static String value(Defect one, Defect other) {
    StringBuilder members = new StringBuilder(one.members);
    if (!other.equals(one)) {
      members.append(',').append(other.members);
    }
    for (String good :
        List.of("\"event_time\":\"2025-01-02T03:04:05Z\"", "\"host\":\"h\"", "\"url\":\"/\"")) {
      if (!members.toString().contains(good.substring(0, good.indexOf(':') + 1))) {
        members.append(',').append(good);
      }
    }
    return "{" + members + "}";
  }
}
