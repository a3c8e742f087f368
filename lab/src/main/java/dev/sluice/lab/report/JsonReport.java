// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The beginning of every report for programs, with the same keys in each. */
public final class JsonReport {

  /**
   * An object that holds what is known of the run, for a report to add its findings to.
   *
   * @param schemaVersion the version of the report's keys and their meaning
   */
  public static ObjectNode of(int schemaVersion, RunFacts run) {
    ObjectNode root = PrettyJson.object();
    root.put("schema_version", schemaVersion);
    root.put("run", run.name());
    root.put("command", run.command());
    root.put("started_at", run.startedAt().toString());
    root.put("elapsed_ms", run.elapsed().toMillis());
    ObjectNode versions = root.putObject("versions");
    run.versions().forEach(versions::put);
    Machine machine = run.machine();
    ObjectNode node = root.putObject("machine");
    node.put("cores", machine.cores());
    node.put("memory_bytes", machine.memoryBytes());
    node.put("os", machine.os());
    node.put("java", machine.java());
    node.put("cpu", machine.cpu());
    return root;
  }

  private JsonReport() {}
}
