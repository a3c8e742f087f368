// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class JsonTest {

  @Test
  void writesEveryKindOfValueInOrder() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("b", List.of(1, 2L, true));
    value.put("a", null);
    value.put("empty", Map.of());
    value.put("none", List.of());
    value.put("half", 0.5);
    assertEquals(
        "{\"b\":[1,2,true],\"a\":null,\"empty\":{},\"none\":[],\"half\":0.5}", Json.write(value));
  }

  @Test
  void escapesWhatWouldBreakALineOrAParser() {
    assertEquals(
        "\"\\\"\\\\\\u000a\\u0000\\u007f\\u2028\\ufeff\"",
        Json.write("\"\\\n\0\u007f\u2028\ufeff"));
    assertEquals("\"ä😀\"", Json.write("ä😀"));
    assertEquals("\"\\ud83d\"", Json.write("\ud83d"));
    assertEquals("\"\\ude00\\ud83d\"", Json.write("\ude00\ud83d"));
  }

  @Test
  void readsBackAsYaml() {
    List<String> texts = new ArrayList<>();
    for (int c = 0; c < 0x1_0000; c++) {
      if (!Character.isSurrogate((char) c)) {
        texts.add("x" + (char) c + "y");
      }
    }
    texts.add("😀");
    Object read = new Load(LoadSettings.builder().build()).loadFromString(Json.write(texts));
    assertEquals(texts, read);
  }

  @Test
  void refusesWhatJsonCannotSay() {
    assertThrows(IllegalArgumentException.class, () -> Json.write(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
  }
}
