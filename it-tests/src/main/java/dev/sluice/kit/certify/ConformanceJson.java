// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.report.JsonReport;
import dev.sluice.lab.report.PrettyJson;
import java.util.List;
import java.util.Locale;

/**
 * The report for programs: {@code conformance.json}. Every key is a literal here, so that no
 * renaming in the code changes it. Raise {@link #SCHEMA_VERSION} if a key is removed or changes its
 * meaning.
 */
final class ConformanceJson {

  /** The version of the keys and their meaning. */
  static final int SCHEMA_VERSION = 2;

  /** The file's name. */
  static final String FILE = "conformance.json";

  private static final double MILLIS = 1_000.0;

  /** Renders the whole report as JSON text that ends in a line feed. */
  static String render(ConformanceReport report) {
    ObjectNode root = JsonReport.of(SCHEMA_VERSION, report.run());
    root.put("seed", report.seed());
    root.put("whole_kit", report.wholeKit());
    root.put("verdict", code(report.headline()));
    ArrayNode engines = root.putArray("engines");
    report.engines().forEach(engine -> engine(engines.addObject(), report, engine));
    return PrettyJson.text(root);
  }

  private static void engine(ObjectNode node, ConformanceReport report, EngineFindings engine) {
    node.put("engine", engine.entry().engine().name());
    node.put("version", engine.entry().engine().version());
    node.put("mode", engine.mode());
    node.put("execution", engine.entry().mode().execution());
    node.put("verdict", code(report.verdict(engine).text()));
    node.put("elapsed_seconds", engine.duration().toMillis() / MILLIS);
    ObjectNode declines = node.putObject("declines");
    engine
        .entry()
        .mode()
        .declines()
        .entrySet()
        .forEach(decline -> declines.put(decline.getKey().code(), decline.getValue()));
    engine.problems().forEach(node.putArray("problems")::add);
    ArrayNode rules = node.putArray("rules");
    report
        .rules()
        .forEach(
            (number, title) -> {
              ObjectNode rule = rules.addObject();
              rule.put("rule", "R" + number);
              rule.put("title", title);
              rule.put("result", code(engine.result(number).text()));
              tests(rule.putArray("tests"), report, engine, engine.of(number));
            });
  }

  private static void tests(
      ArrayNode array, ConformanceReport report, EngineFindings engine, List<TestResult> findings) {
    for (TestResult finding : findings) {
      ObjectNode test = array.addObject();
      test.put("name", finding.test().name());
      test.put("topic", finding.test().topic());
      if (!finding.variant().isEmpty()) {
        test.put("variant", finding.variant());
      }
      test.put("kind", finding.test().kind().name().toLowerCase(Locale.ROOT));
      test.put("stochastic", finding.stochastic());
      finding.test().capabilities().stream()
          .map(Capability::code)
          .forEach(test.withArray("capabilities")::add);
      test.put("result", code(finding.result().text()));
      if (!finding.reason().isEmpty()) {
        test.put("reason", finding.reason());
      }
      test.put("seconds", finding.duration().toMillis() / MILLIS);
      if (finding.result() == TestResult.Result.FAIL) {
        test.put("repeat", report.repeat(engine, finding));
      }
    }
  }

  private static String code(String text) {
    return text.toLowerCase(Locale.ROOT).replace(' ', '_');
  }

  private ConformanceJson() {}
}
