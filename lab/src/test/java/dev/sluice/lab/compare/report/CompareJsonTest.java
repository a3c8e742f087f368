// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CompareJsonTest {

  @Test
  void theKeysAreTheseAndInThisOrder() throws Exception {
    JsonNode root = parse(SampleReports.identical());

    assertEquals(
        List.of(
            "schema_version",
            "run",
            "command",
            "started_at",
            "elapsed_ms",
            "versions",
            "machine",
            "verdict",
            "input",
            "settings",
            "oracle",
            "engines",
            "left_out",
            "pairs",
            "directory",
            "next_steps"),
        keys(root));
    assertEquals(2, root.get("schema_version").asInt());
    assertEquals(
        List.of(
            "name",
            "sink",
            "execution",
            "version",
            "failure",
            "identical",
            "against_oracle",
            "counts",
            "start_to_first_commit_ms",
            "events_per_second",
            "cpu_seconds",
            "peak_memory_bytes",
            "adapter_lines",
            "declines"),
        keys(root.at("/engines/0")));
  }

  @Test
  void theFiguresAreNumbersAndTheTimesAreInUtc() throws Exception {
    JsonNode root = parse(SampleReports.identical());

    assertEquals("identical", root.at("/verdict/kind").asText());
    assertEquals(0, root.at("/verdict/exit_code").asInt(-1));
    assertEquals(100_000, root.at("/engines/1/counts/seen").asLong());
    assertEquals(20_006, root.at("/engines/1/counts/filtered_by_rule/static").asLong());
    assertEquals(1_010, root.at("/oracle/malformed_by_reason/from_the_future").asLong());
    assertEquals(11_950, root.at("/engines/1/start_to_first_commit_ms").asLong());
    assertEquals("2026-01-01T00:00:00.000001Z", root.at("/input/first_time").asText());
    assertEquals("internal", root.at("/oracle/never_occurred/rules/0").asText());
  }

  @Test
  void differencesComeWithBothSidesAsTheyAre() throws Exception {
    JsonNode root = parse(SampleReports.hostile());

    JsonNode first = root.at("/engines/1/against_oracle/tables/0/first");
    assertEquals("url", first.at("/0/columns/0").asText());
    assertEquals("/<script>alert('x')</script>?a=1&b=\"2\"", first.at("/0/left/url").asText());
    assertTrue(first.at("/0/left/ip").isNull());
    assertTrue(first.at("/1/right").isNull());
    assertEquals("failed", root.at("/verdict/kind").asText());
    assertTrue(root.at("/engines/3/counts").isNull());
    assertEquals("ledger", root.at("/engines/2/declines/0/capability").asText());
  }

  @Test
  void whereNothingWasComparedTheVerdictSaysSoAndTheFirstLinesAreThere() throws Exception {
    JsonNode root =
        parse(
            SampleReports.nothing(
                Map.of("malformed:not_json", 2L), List.of("[", "  {}"), "Convert it."));
    assertEquals("nothing", root.at("/verdict/kind").asText());
    assertEquals("Nothing compared", root.at("/verdict/headline").asText());
    assertEquals(1, root.at("/verdict/exit_code").asInt());
    assertEquals("[\"[\",\"  {}\"]", root.at("/input/first_lines").toString());
    assertEquals("Convert it.", root.at("/input/hint").asText());

    JsonNode good = parse(SampleReports.identical());
    assertEquals("[]", good.at("/input/first_lines").toString());
    assertTrue(good.at("/input/hint").isNull());
    for (String unknown :
        List.of(
            "/input/check",
            "/oracle/example",
            "/settings/events_source",
            "/settings/events_sha256")) {
      assertTrue(good.at(unknown).isNull(), unknown);
    }
  }

  @Test
  void noSecretIsWritten() {
    String json = CompareJson.render(SampleReports.hostile());
    assertFalse(json.contains("hunter2"), json);
    assertTrue(json.contains("password=***"), json);
  }

  @Test
  void secretsAreTakenOutOfForeignTexts() {
    assertEquals("sasl.password = ***, then", Redaction.of("sasl.password = abc, then"));
    assertEquals("{\"password\": ***}", Redaction.of("{\"password\": \"a b\"}"));
    assertEquals("postgresql://***@h/db", Redaction.of("postgresql://me:pw@h/db"));
    assertEquals(
        "sasl.jaas.config=*** required ***",
        Redaction.of("sasl.jaas.config=X required password='y z'").replace("password=", ""));
    assertEquals("nothing to hide", Redaction.of("nothing to hide"));
  }

  private static JsonNode parse(CompareReport report) throws JsonProcessingException {
    return new ObjectMapper().readTree(CompareJson.render(report));
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}
