package dev.sluice.engine.life;

import dev.sluice.engine.config.Json;
import dev.sluice.engine.start.RunPlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * What an engine's process says on stdout: one JSON object a line, flushed, in UTF-8; nothing after
 * the last one (R14). Safe for use by many threads. Where nobody reads any more, it goes unheard.
 */
final class StatusLines {

  private final OutputStream out;
  private boolean ended;

  StatusLines(OutputStream out) {
    this.out = out;
  }

  /** The first line, before the configuration is read. */
  void starting(String engine, String version) {
    Map<String, Object> line = line("STARTING");
    line.put("engine", engine);
    line.put("version", version);
    line.put("pid", ProcessHandle.current().pid());
    line.put("time", Instant.now().toString());
    say(line);
  }

  /** The engine is up: from where it reads, and up to where in a drain. */
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
   * What the ledger says was done in all, by this run and those before it.
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

  /** The last line: everything up to the ends is committed. */
  void drained() {
    sayLast(line("DRAINED"));
  }

  /** The last line: stopped in good order, as somebody wished. */
  void stopped() {
    sayLast(line("STOPPED"));
  }

  /** The last line: what went wrong. */
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
      // The reader is gone. Whether that means stop is for stdin to say, not for stdout.
      System.err.println("sluice: nobody reads the status lines: " + e.getMessage());
    }
  }
}
