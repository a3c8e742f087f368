// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.cluster;

import dev.sluice.lab.engine.ClusterRecipe;
import dev.sluice.lab.server.FreePorts;
import dev.sluice.lab.server.JavaBinary;
import dev.sluice.lab.server.LogTail;
import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A cluster of processes on loopback, made from a recipe. Its processes belong to a run, which ends
 * them. Used by one thread.
 */
final class LocalCluster {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([a-z.]+)}");
  private static final String RESTORE = "${restore}";
  private static final String PORT = "port.";
  private static final Duration LONGEST_START = Duration.ofSeconds(90);
  private static final int KILLED = 128 + 9;
  private static final int LOG_LINES = 30;
  private static final long LOOK_MILLIS = 100;

  private final ClusterRecipe recipe;
  private final RunDirectory run;
  private final Map<String, String> variables;
  private final Map<String, String> environment;

  /** The cluster's own processes, without the job's. */
  private final List<Started> members = new ArrayList<>();

  private LocalCluster(
      ClusterRecipe recipe,
      RunDirectory run,
      Map<String, String> variables,
      Map<String, String> environment) {
    this.recipe = recipe;
    this.run = run;
    this.variables = variables;
    this.environment = environment;
  }

  /**
   * Starts a cluster and waits until it takes jobs.
   *
   * @param variables values of the recipe's variables that depend on the job, by name
   * @param environment variables of all processes besides the recipe's, such as secrets
   * @throws IOException if it cannot be started; the message has the end of a log
   */
  static LocalCluster start(
      ClusterRecipe recipe,
      RunDirectory run,
      Map<String, String> variables,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    Path home = run.folder("cluster");
    Map<String, String> all = new HashMap<>(variables);
    all.put("java", JavaBinary.path());
    all.put("jdk", System.getProperty("java.home"));
    all.put("home", home.toString());
    all.put("engine", recipe.engine().folder().toString());
    all.put("lib", libraries(recipe, Files.createDirectories(home.resolve("jars"))).toString());
    all.putAll(ports(recipe));
    Map<String, String> own = new HashMap<>(environment);
    LocalCluster cluster = new LocalCluster(recipe, run, all, own);
    recipe.environment().forEach((name, value) -> own.put(name, cluster.filled(value)));
    for (Map.Entry<String, List<String>> file : recipe.files().entrySet()) {
      Path path = home.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue().stream().map(cluster::filled).toList());
    }
    for (ClusterRecipe.Group group : recipe.processes()) {
      cluster.members.addAll(cluster.start(group.name(), group.count(), group.command()).started());
    }
    if (recipe.ready().isPresent()) {
      cluster.awaitReady(recipe.ready().get(), cluster.members);
    }
    return cluster;
  }

  /** Links to the jars that the cluster has. */
  private static Path libraries(ClusterRecipe recipe, Path folder) throws IOException {
    try (DirectoryStream<Path> jars =
        Files.newDirectoryStream(recipe.engine().folder().resolve("lib"), "*.jar")) {
      for (Path jar : jars) {
        String name = jar.getFileName().toString();
        if (recipe.without().stream().noneMatch(name::startsWith)) {
          Files.createSymbolicLink(folder.resolve(name), jar.toAbsolutePath());
        }
      }
    }
    return folder;
  }

  /** A free port for each name of one that the recipe mentions. */
  private static Map<String, String> ports(ClusterRecipe recipe) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    Matcher variable = VARIABLE.matcher(recipe.toString());
    while (variable.find()) {
      if (variable.group(1).startsWith(PORT)) {
        names.add(variable.group(1));
      }
    }
    Map<String, String> ports = new HashMap<>();
    List<Integer> free = names.isEmpty() ? List.of() : FreePorts.find(names.size());
    for (String name : names) {
      ports.put(name, free.get(ports.size()).toString());
    }
    return ports;
  }

  private String filled(String text) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            match -> {
              String value = variables.get(match.group(1));
              if (value == null) {
                throw new IllegalArgumentException(
                    recipe.engine().folder().resolve(ClusterRecipe.FILE)
                        + ": unknown variable "
                        + match.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }

  private void awaitReady(ClusterRecipe.Ready ready, List<Started> started)
      throws IOException, InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(filled(ready.url())))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + LONGEST_START.toNanos();
    String last = "nothing";
    while (true) {
      for (Started each : started) {
        if (!each.process().isAlive()) {
          throw new IOException(each.name() + " ended at its start:\n" + each.logTail());
        }
      }
      try {
        last = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        if (last.contains(ready.contains())) {
          return;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "no cluster after "
                + LONGEST_START.toSeconds()
                + " s; "
                + request.uri()
                + " answers "
                + last
                + started.stream()
                    .map(each -> "\n" + each.name() + ":\n" + each.logTail())
                    .collect(Collectors.joining()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /**
   * Submits the job.
   *
   * @param saved the path of saved state to start from, if there is one
   */
  Processes submit(Optional<String> saved) throws IOException {
    saved.ifPresent(path -> variables.put("saved", path));
    List<String> command =
        recipe.job().command().stream()
            .flatMap(
                word ->
                    !word.equals(RESTORE)
                        ? Stream.of(word)
                        : saved.isPresent() ? recipe.job().restore().stream() : Stream.empty())
            .toList();
    return start(recipe.job().name(), recipe.job().count(), command);
  }

  /**
   * Ends the job in good order, or ends its processes if it was not submitted yet; returns when
   * that was asked for.
   */
  void stop(Processes job) throws IOException, InterruptedException {
    Optional<String> id =
        recipe.job().id().isPresent()
            ? id(Pattern.compile(recipe.job().id().get()), job)
            : Optional.empty();
    if (recipe.job().stop().isEmpty() || (recipe.job().id().isPresent() && id.isEmpty())) {
      job.terminate();
      return;
    }
    id.ifPresent(known -> variables.put("job.id", known));
    Started command = start("stop", 1, recipe.job().stop()).started().get(0);
    // A cluster that is mending itself refuses; the run's stop timeout is the limit.
    while (command.process().waitFor() != 0 && job.isAnyAlive()) {
      System.err.println("sluice: the job cannot be stopped yet:\n" + command.logTail());
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      command = start("stop", 1, recipe.job().stop()).started().get(0);
    }
  }

  private static Optional<String> id(Pattern pattern, Processes job) throws IOException {
    return job.started().get(0).outLines().stream()
        .map(pattern::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }

  private Processes start(String name, int count, List<String> command) throws IOException {
    List<Started> started = new ArrayList<>();
    for (int n = 1; n <= count; n++) {
      variables.put("n", Integer.toString(n));
      started.add(start(name, command.stream().map(this::filled).toList()));
    }
    return new Processes(started);
  }

  private Started start(String name, List<String> command) throws IOException {
    Path out = run.freshFile(name, ".out");
    Path log = run.freshFile(name, ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(run.folder("cluster").toFile())
            .redirectOutput(Redirect.to(out.toFile()))
            .redirectError(Redirect.to(log.toFile()));
    builder.environment().putAll(environment);
    return new Started(name, command, run.start(name, builder), out, log);
  }

  /**
   * Starts processes again that have ended, as a supervisor of a cluster in production does:
   * members of the cluster, and of the job those that were killed, if the job is theirs.
   */
  void revive(Processes job) throws IOException {
    revive(members, ended -> true);
    if (recipe.job().isRevived()) {
      revive(job.started(), ended -> ended.exitValue() == KILLED);
    }
  }

  private void revive(List<Started> processes, Predicate<Process> isToRevive) throws IOException {
    for (int i = 0; i < processes.size(); i++) {
      Started each = processes.get(i);
      if (!each.process().isAlive() && isToRevive.test(each.process())) {
        System.err.println(
            "sluice: "
                + each.name()
                + " has ended with "
                + each.process().exitValue()
                + "; starting it again");
        processes.set(i, start(each.name(), each.command()));
      }
    }
  }

  /**
   * A process of the cluster.
   *
   * @param command with which it was started
   * @param out what it prints to standard output
   * @param log what it prints to standard error
   */
  record Started(String name, List<String> command, Process process, Path out, Path log) {

    /** What it has printed to standard output; its encoding does not matter here. */
    List<String> outLines() throws IOException {
      return Files.readAllLines(out, StandardCharsets.ISO_8859_1);
    }

    /** The lines that it has printed to standard error. */
    List<String> logLines() throws IOException {
      return Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    }

    String logTail() {
      return LogTail.of(log, LOG_LINES) + "\n" + LogTail.of(out, LOG_LINES);
    }
  }

  /** Processes with the same command. */
  record Processes(List<Started> started) {

    boolean isAnyAlive() {
      return started.stream().anyMatch(each -> each.process().isAlive());
    }

    /** Whether each of them has printed a line that starts like this, or has ended. */
    boolean havePrinted(String start) throws IOException {
      for (Started each : started) {
        if (each.process().isAlive()
            && each.outLines().stream().noneMatch(line -> line.startsWith(start))) {
          return false;
        }
      }
      return true;
    }

    void terminate() {
      started.forEach(each -> each.process().toHandle().destroy());
    }
  }
}
