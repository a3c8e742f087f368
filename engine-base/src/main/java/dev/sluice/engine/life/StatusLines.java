// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import dev.sluice.engine.config.Json;
import dev.sluice.engine.plan.RunPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Writes an engine's status lines to stdout: one JSON object per line, flushed, in UTF-8; nothing
 * after the last one (R14). Thread-safe. If the reader is gone, the lines are dropped.
 */
final class StatusLines {

  private final OutputStream out;
  private boolean ended;

  StatusLines(OutputStream out) {
    this.out = out;
  }

  /** Writes the first line, before the configuration is read. */
  void starting(String engine, String version) {
    Map<String, Object> line = line("STARTING");
    line.put("engine", engine);
    line.put("version", version);
    line.put("pid", ProcessHandle.current().pid());
    line.put("time", Instant.now().toString());
    say(line);
  }

  /**
   * Writes that the engine is up, with the offsets to read from and, in a drain, to stop before.
   */
  void running(RunPlan plan) {
    Map<String, Object> line = line("RUNNING");
    line.put("run_id", plan.runId());
    line.put("starts", plan.starts());
    if (plan.config().drain()) {
      line.put("ends", plan.ends());
    }
    say(line);
  }

  /**
   * Writes the ledger's totals, which include earlier processes of the run.
   *
   * @param records the sum of the counts
   * @param counts by outcome and reason, over all partitions
   */
  void progress(long records, SortedMap<String, Long> counts) {
    Map<String, Object> line = line("PROGRESS");
    line.put("records", records);
    line.put("counts", counts);
    say(line);
  }

  /** Writes the last line: everything up to the ends is committed. */
  void drained() {
    sayLast(line("DRAINED"));
  }

  /** Writes the last line: stopped gracefully on request. */
  void stopped() {
    sayLast(line("STOPPED"));
  }

  /** Writes the last line: what failed. */
  void failed(String reason) {
    Map<String, Object> line = line("FAILED");
    line.put("reason", reason);
    sayLast(line);
  }

  private static Map<String, Object> line(String status) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("status", status);
    return line;
  }

  private synchronized void sayLast(Map<String, Object> line) {
    say(line);
    ended = true;
  }

  private synchronized void say(Map<String, Object> line) {
    if (ended) {
      return;
    }
    try {
      out.write((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      // The reader of stdout is gone; only the end of stdin can mean stop.
      System.err.println("sluice: cannot write a status line: " + e.getMessage());
    }
  }
}
