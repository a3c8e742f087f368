package dev.sluice.bench.throughput;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.lab.report.Machine;
import dev.sluice.lab.report.PrettyJson;
import java.time.Instant;

/** The drains for machines: each with all its figures. */
public final class BenchJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * The whole file.
   *
   * @param command what makes it again
   */
  public static String render(ThroughputReport report, String command, Instant startedAt) {
    ObjectNode root = PrettyJson.object();
    root.put("command", command);
    root.put("started_at", startedAt.toString());
    root.set("machine", JSON.valueToTree(Machine.here()));
    root.set("plan", JSON.valueToTree(report.plan()));
    root.set("drains", JSON.valueToTree(report.cells()));
    return PrettyJson.text(root);
  }

  private BenchJson() {}
}
