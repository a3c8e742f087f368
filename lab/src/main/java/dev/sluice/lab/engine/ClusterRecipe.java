// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import dev.sluice.engine.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a real cluster of an engine is made on one machine: an engine's {@code cluster.json}. The
 * texts may contain variables, such as {@code ${java}}; {@code docs/deploy.md} lists them.
 *
 * @param engine the engine, whose jars the cluster is made of
 * @param mode the engine's mode that runs on the cluster
 * @param execution how it runs, for tables
 * @param without the starts of the names of the jars that the cluster itself does not have: those
 *     that the job brings along, or that only a process of one's own needs
 * @param environment variables of all processes
 * @param files what is written before the cluster starts: the lines by the file's path
 * @param processes what is started, in this order
 * @param ready how to see that the cluster takes jobs; empty if nothing has to be awaited
 * @param job how the pipeline gets there
 */
public record ClusterRecipe(
    EngineDescriptor engine,
    String mode,
    String execution,
    List<String> without,
    Map<String, String> environment,
    Map<String, List<String>> files,
    List<Group> processes,
    Optional<Ready> ready,
    Job job) {

  /** The recipe's file name. */
  public static final String FILE = "cluster.json";

  /** What distinguishes the name of a mode on a cluster. */
  public static final String SUFFIX = "-cluster";

  /**
   * Processes with the same command.
   *
   * @param name one word, such as {@code worker}
   * @param count how many
   */
  public record Group(String name, int count, List<String> command) {}

  /**
   * An address of the cluster that answers with a text when it is ready.
   *
   * @param url an HTTP address
   * @param contains a part of the answer
   */
  public record Ready(String url, String contains) {}

  /**
   * What runs the pipeline, and ends with it.
   *
   * @param name one word, such as {@code driver}
   * @param count how many processes with the same command
   * @param isRevived whether one that is killed is started again, since it does the work
   * @param running the start of the line that each prints to standard output when it runs
   * @param id finds the job's id, its first group, in what the first process prints to standard
   *     output
   * @param restore the words that make the command start from saved state, in place of its word
   *     {@code ${restore}}; empty if it cannot
   * @param stop the command that ends the job in good order; empty for SIGTERM to the processes
   */
  public record Job(
      String name,
      int count,
      boolean isRevived,
      List<String> command,
      String running,
      Optional<String> id,
      List<String> restore,
      List<String> stop) {}

  /**
   * The recipe of an engine, if it has one.
   *
   * @throws ConfigException naming the file and the key that is wrong
   */
  public static Optional<ClusterRecipe> of(EngineDescriptor engine) {
    Path path = engine.folder().resolve(FILE);
    return Files.exists(path)
        ? Optional.of(read(engine, DescriptorFile.read(path)))
        : Optional.empty();
  }

  private static ClusterRecipe read(EngineDescriptor engine, DescriptorFile file) {
    Map<String, List<String>> files = new LinkedHashMap<>();
    file.optionalObjects("files")
        .forEach(each -> files.put(each.text("path"), each.texts("lines")));
    DescriptorFile job = file.object("job");
    return new ClusterRecipe(
        engine,
        file.text("mode"),
        file.text("execution"),
        file.optionalTexts("without"),
        file.textMap("environment"),
        files,
        file.optionalObjects("processes").stream()
            .map(
                each ->
                    new Group(
                        each.text("name"),
                        each.optionalNumber("count").orElse(1),
                        each.texts("command")))
            .toList(),
        file.optionalObject("ready")
            .map(ready -> new Ready(ready.text("url"), ready.text("contains"))),
        new Job(
            job.text("name"),
            job.optionalNumber("count").orElse(1),
            job.flag("revived"),
            job.texts("command"),
            job.text("running"),
            job.optionalText("id"),
            job.optionalTexts("restore"),
            job.optionalTexts("stop")));
  }

  /** The kinds of its processes, such as {@code worker}, those of the job included. */
  public Set<String> kinds() {
    return Stream.concat(processes.stream().map(Group::name), Stream.of(job.name()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The name of the mode on this cluster, such as {@code flink-cluster}. */
  public String name() {
    return mode + SUFFIX;
  }

  /**
   * The cluster as an engine: a process that starts it, submits the job, and ends with it.
   *
   * @param command what starts that process with a recipe's folder
   */
  EngineCatalog.Entry asEngine(List<String> command) {
    EngineMode onCluster =
        new EngineMode(
            name(),
            execution,
            engine
                .mode(mode)
                .orElseThrow(
                    () ->
                        new ConfigException(
                            engine.folder().resolve(FILE).toString(), "mode: there is no " + mode))
                .declines());
    EngineDescriptor host =
        new EngineDescriptor(
            engine.folder(),
            engine.name(),
            engine.version(),
            command,
            engine.java(),
            engine.sources(),
            List.of(onCluster));
    return new EngineCatalog.Entry(host, onCluster);
  }
}
