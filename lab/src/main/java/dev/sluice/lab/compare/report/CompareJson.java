// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.Coverage;
import dev.sluice.lab.compare.RowDifference;
import dev.sluice.lab.compare.TableDifference;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.report.JsonReport;
import dev.sluice.lab.report.PrettyJson;
import dev.sluice.model.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/**
 * The report for programs: {@code report.json}. Every key is spelled out here, so that renaming
 * code changes none; removing a key or changing its meaning raises {@link #SCHEMA_VERSION}.
 */
public final class CompareJson {

  /** The version of the keys and their meaning. */
  public static final int SCHEMA_VERSION = 2;

  /** The whole report as JSON text, ending in a line feed; unknown values are null. */
  public static String render(CompareReport report) {
    ObjectNode root = JsonReport.of(SCHEMA_VERSION, report.run());
    verdict(root.putObject("verdict"), report.verdict());
    input(root.putObject("input"), report.input());
    settings(root.putObject("settings"), report.settings());
    oracle(root.putObject("oracle"), report.oracle());
    ArrayNode engines = root.putArray("engines");
    report.engines().forEach(engine -> engine(engines.addObject(), engine));
    strings(root.putObject("left_out"), report.leftOut());
    ArrayNode pairs = root.putArray("pairs");
    report.pairs().forEach(pair -> comparison(pairs.addObject(), pair));
    root.put("directory", report.directory());
    strings(root.putArray("next_steps"), report.nextSteps());
    return PrettyJson.text(root);
  }

  private static void verdict(ObjectNode node, Verdict verdict) {
    node.put("kind", verdict.kind().code());
    node.put("headline", verdict.headline());
    strings(node.putArray("reasons"), verdict.reasons());
    node.put("exit_code", verdict.exitCode());
  }

  private static void input(ObjectNode node, InputSummary input) {
    node.put("source", input.source());
    node.put("events", input.events());
    node.put("seed", input.seed());
    node.put("partitions", input.partitions());
    node.put("out_of_order", input.outOfOrder());
    node.put("duplicates", input.duplicates());
    node.put("first_time", text(input.firstTime()));
    node.put("last_time", text(input.lastTime()));
    input.remarks().forEach(node.putArray("remarks")::add);
    strings(node.putArray("first_lines"), input.firstLines());
    node.put("hint", input.hint());
    node.put("check", input.check());
  }

  private static void settings(ObjectNode node, DecisionSettings settings) {
    node.put("allowed_lateness_micros", settings.allowedLatenessMicros());
    node.put("allowed_skew_micros", settings.allowedSkewMicros());
    node.put("dead_letters_per_reason", settings.deadLettersPerReason());
    node.put("rules_source", settings.rulesSource());
    node.put("rules_sha256", settings.rulesSha256());
    strings(node.putArray("rules"), settings.rules());
    node.put("events_source", settings.eventsSource());
    node.put("events_sha256", settings.eventsSha256());
  }

  private static void oracle(ObjectNode node, OracleFacts oracle) {
    counts(node, oracle.counts());
    node.put("example", oracle.example());
    Coverage coverage = oracle.coverage();
    ObjectNode missing = node.putObject("never_occurred");
    strings(missing.putArray("outcomes"), coverage.outcomes());
    strings(missing.putArray("rules"), coverage.rules());
    strings(missing.putArray("reasons"), coverage.reasons().stream().map(Reason::code).toList());
    LabelCheck labels = oracle.labels();
    if (labels == null) {
      node.putNull("labels");
    } else {
      ObjectNode checked = node.putObject("labels");
      checked.put("checked", labels.checked());
      checked.put("disagreeing", labels.disagreeing());
      strings(checked.putArray("first"), labels.first());
    }
  }

  private static void engine(ObjectNode node, EngineResult engine) {
    node.put("name", engine.name());
    node.put("sink", engine.sink());
    node.put("execution", engine.execution());
    node.put("version", engine.version());
    node.put("failure", engine.failure());
    node.put("identical", engine.isIdentical());
    if (engine.againstOracle() == null) {
      node.putNull("against_oracle");
    } else {
      comparison(node.putObject("against_oracle"), engine.againstOracle());
    }
    if (engine.counts() == null) {
      node.putNull("counts");
    } else {
      counts(node.putObject("counts"), engine.counts());
    }
    EngineResult.Measures measures = engine.measures();
    node.put("start_to_first_commit_ms", measures.startToFirstCommitMillis());
    node.put("events_per_second", measures.eventsPerSecond());
    node.put("cpu_seconds", measures.cpuSeconds());
    node.put("peak_memory_bytes", measures.peakMemoryBytes());
    node.put("adapter_lines", engine.adapterLines());
    ArrayNode declines = node.putArray("declines");
    engine
        .declines()
        .forEach(
            decline ->
                declines
                    .addObject()
                    .put("capability", decline.capability())
                    .put("reason", decline.reason()));
  }

  private static void counts(ObjectNode node, OutcomeCounts counts) {
    node.put("seen", counts.seen());
    node.put("accepted", counts.accepted());
    node.put("filtered", counts.filtered());
    node.put("late", counts.late());
    node.put("malformed", counts.malformed());
    node.put("duplicates", counts.duplicates());
    node.put("rows", counts.rows());
    numbers(node.putObject("filtered_by_rule"), counts.filteredByRule());
    numbers(node.putObject("malformed_by_reason"), counts.malformedByReason());
  }

  private static void comparison(ObjectNode node, ComparisonResult result) {
    node.put("left", result.left());
    node.put("right", result.right());
    node.put("identical", result.isIdentical());
    node.put("differing_rows", result.differing());
    ArrayNode tables = node.putArray("tables");
    result.tables().forEach(table -> table(tables.addObject(), table));
  }

  private static void table(ObjectNode node, TableDifference table) {
    node.put("table", table.table().sqlName());
    node.put("rows_left", table.leftRows());
    node.put("rows_right", table.rightRows());
    node.put("only_left", table.onlyLeft());
    node.put("only_right", table.onlyRight());
    node.put("differing_rows", table.differing());
    ArrayNode first = node.putArray("first");
    for (RowDifference row : table.first()) {
      ObjectNode difference = first.addObject();
      strings(difference.putObject("key"), row.key());
      strings(difference.putArray("columns"), row.columns());
      side(difference, "left", row.left());
      side(difference, "right", row.right());
    }
  }

  private static void side(ObjectNode node, String name, Map<String, String> row) {
    if (row == null) {
      node.putNull(name);
    } else {
      strings(node.putObject(name), row);
    }
  }

  private static void strings(ObjectNode node, Map<String, String> values) {
    values.forEach(node::put);
  }

  private static void strings(ArrayNode node, Collection<String> values) {
    values.forEach(node::add);
  }

  private static void numbers(ObjectNode node, Map<String, Long> values) {
    values.forEach(node::put);
  }

  private static String text(Instant instant) {
    return instant == null ? null : instant.toString();
  }

  private CompareJson() {}
}
