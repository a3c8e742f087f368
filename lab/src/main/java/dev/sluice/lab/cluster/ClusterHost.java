// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.cluster;

import dev.sluice.engine.config.ClusterConfig;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.life.Engine;
import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.start.StartOption;
import dev.sluice.lab.cluster.LocalCluster.Processes;
import dev.sluice.lab.cluster.LocalCluster.Started;
import dev.sluice.lab.engine.ClusterRecipe;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.server.LabRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that starts a real cluster, submits the pipeline to it as users do, and speaks the
 * protocol of engines (R14). So what tests or compares engines does the same with clusters.
 */
public final class ClusterHost implements Engine {

  private static final int WRONG_CONFIGURATION = 2;
  private static final int TERMINATED = 128 + 15;
  private static final long LOOK_MILLIS = 50;

  /** The one line with which the mains of the job jars refuse a configuration. */
  private static final Pattern REFUSAL = Pattern.compile("sluice: ([^ ]+): (.*)");

  /** A cause of our own in a stack trace, in which the cluster wraps it. */
  private static final Pattern OWN_CAUSE =
      Pattern.compile("(?:Caused by: )?dev\\.sluice\\.engine\\.[\\w.]+Exception: (.*)");

  private final ClusterRecipe recipe;

  private ClusterHost(ClusterRecipe recipe) {
    this.recipe = recipe;
  }

  /**
   * Runs one pipeline on one cluster.
   *
   * @param args the folder of the engine with the recipe, and a configuration file
   */
  public static void main(String[] args) {
    ClusterRecipe recipe = ClusterRecipe.of(EngineDescriptor.read(Path.of(args[0]))).orElseThrow();
    EngineDescriptor engine = recipe.engine();
    EngineMain.run(
        engine.name(),
        engine.version(),
        new ClusterHost(recipe),
        Arrays.copyOfRange(args, 1, args.length));
  }

  @Override
  public boolean restores() {
    return !recipe.job().restore().isEmpty();
  }

  @Override
  public void check(EngineConfig config) {
    if (!config.engine().equals(recipe.name())) {
      throw new ConfigException("engine", config.engine() + " is not " + recipe.name());
    }
    if (config.metricsListen() != null) {
      throw new ConfigException(
          "metrics.listen",
          "this process only starts the cluster, and writes nothing that could be counted: remove"
              + " it");
    }
  }

  @Override
  public void run(EngineRun run) throws Exception {
    EngineConfig config = run.plan().config();
    ClusterConfig.Split split = ClusterConfig.split(ofJob(config));
    PrintWriter messages = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    try (LabRun lab = LabRun.open(messages)) {
      Path file = lab.directory().freshFile("job", ".json");
      ConfigFile.write(file, split.config());
      Map<String, String> variables = new HashMap<>();
      variables.put("config", file.toString());
      variables.put("state", config.stateDir());
      variables.put("parallelism", Integer.toString(config.parallelism()));
      variables.put("slots", Integer.toString((config.parallelism() + 1) / 2));
      LocalCluster cluster =
          LocalCluster.start(recipe, lab.directory(), variables, split.environment());
      Processes job =
          cluster.submit(
              StartOption.parse(config.start()) instanceof StartOption.Restored saved
                  ? Optional.of(saved.path())
                  : Optional.empty());
      while (!job.havePrinted(recipe.job().running()) && !run.isStopRequested()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      if (job.isAnyAlive() && !run.isStopRequested()) {
        run.running();
      }
      boolean isStopping = false;
      while (isAlive(cluster, job, isStopping)) {
        if (run.isStopRequested() && !isStopping) {
          isStopping = true;
          cluster.stop(job);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      for (Started process : job.started()) {
        requireGoodEnd(process, isStopping);
      }
      if (!isStopping) {
        run.running(); // of a drain that ended before it was seen to run
      }
    }
  }

  /** Whether the job continues, also because something of it was started again just now. */
  private static boolean isAlive(LocalCluster cluster, Processes job, boolean isStopping)
      throws IOException {
    if (!isStopping) {
      cluster.revive(job);
    }
    return job.isAnyAlive();
  }

  /**
   * The configuration for the job: the run has begun, saved state is the cluster's to restore, and
   * what is supervised is this process.
   */
  private EngineConfig ofJob(EngineConfig config) {
    return new EngineConfig(
        recipe.mode(),
        config.kafka(),
        config.sink(),
        config.decision(),
        "resume",
        config.drain(),
        false,
        config.parallelism(),
        config.batch(),
        config.commitIntervalMillis(),
        config.retryDeadlineMillis(),
        config.stopTimeoutMillis(),
        config.stateDir());
  }

  private static void requireGoodEnd(Started process, boolean isStopping) throws IOException {
    int code = process.process().exitValue();
    if (code == 0 || (isStopping && code == TERMINATED)) {
      return;
    }
    System.err.println(
        process.name() + " ended with exit code " + code + ":\n" + process.logTail());
    if (code == WRONG_CONFIGURATION) {
      Optional<Matcher> refusal = last(process, REFUSAL);
      if (refusal.isPresent()) {
        throw new ConfigException(refusal.get().group(1), refusal.get().group(2));
      }
    }
    throw new IllegalStateException(
        last(process, OWN_CAUSE)
            .map(cause -> cause.group(1))
            .orElse(process.name() + " ended with exit code " + code));
  }

  private static Optional<Matcher> last(Started process, Pattern pattern) throws IOException {
    return process.logLines().stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .reduce((first, second) -> second);
  }
}
