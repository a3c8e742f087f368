// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.lab.report.PrettyJson;

/** Renders a bench for programs: every single result, in an array for each section. */
public final class ReportJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The whole file. */
  public static String render(BenchReport report) {
    ObjectNode root = PrettyJson.object();
    root.put("command", report.command());
    root.put("started_at", report.startedAt().toString());
    root.set("machine", JSON.valueToTree(report.machine()));
    root.set("versions", JSON.valueToTree(report.versions()));
    root.set("plan", JSON.valueToTree(report.plan()));
    root.set("missing", JSON.valueToTree(report.missing()));
    root.set("voids", JSON.valueToTree(report.voids()));
    for (Findings findings : report.findings()) {
      root.set(findings.section(), JSON.valueToTree(findings.results()));
    }
    return PrettyJson.text(root);
  }

  private ReportJson() {}
}
