// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.config.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A running job of an engine on Flink, reached over Flink's own REST interface, whose address the
 * engine leaves in its state folder. Needs nothing else of Flink.
 */
public final class RunningJob {

  private static final String ADDRESS = "rest-address";
  private static final String CAUSED_BY = "\nCaused by: ";
  private static final Set<String> OVER = Set.of("FINISHED", "FAILED", "CANCELED", "SUSPENDED");
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final Duration END = Duration.ofSeconds(30);
  private static final long LOOK_MILLIS = 100;
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client;
  private final Path addressFile;
  private final URI address;
  private final String id;

  private RunningJob(HttpClient client, Path addressFile, URI address, String id) {
    this.client = client;
    this.addressFile = addressFile;
    this.address = address;
    this.id = id;
  }

  /**
   * Finds the job of the engine that runs with a state folder.
   *
   * @param state the engine's {@code state.dir}, or the folder of one run in it
   * @throws ConfigException if the folder does not exist, belongs to an engine without savepoints,
   *     or is used by several running engines
   * @throws SavepointFailure if no running engine uses it
   */
  public static RunningJob in(Path state) {
    List<Path> files = addressFiles(state);
    List<RunningJob> jobs = new ArrayList<>();
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    for (Path file : files) {
      at(client, file).ifPresent(jobs::add);
    }
    if (jobs.size() > 1) {
      throw new ConfigException(
          "--state",
          state
              + ": several engines run with it; name the folder of one: "
              + jobs.stream().map(job -> job.addressFile.getParent().toString()).toList());
    }
    if (jobs.isEmpty()) {
      refuseOtherEngine(state);
      throw new SavepointFailure(
          "no engine on Flink runs with the state folder "
              + state
              + (files.isEmpty() ? "" : "; the one that wrote " + files.get(0) + " is gone"));
    }
    return jobs.get(0);
  }

  private static List<Path> addressFiles(Path state) {
    if (!Files.isDirectory(state)) {
      throw new ConfigException("--state", state + ": there is no such folder");
    }
    try (Stream<Path> children = Files.list(state)) {
      return Stream.concat(Stream.of(state), children)
          .map(folder -> folder.resolve(ADDRESS))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ConfigException("--state", state + " cannot be read: " + e.getMessage());
    }
  }

  /** Engines without savepoints keep their state in a folder of their name. */
  private static void refuseOtherEngine(Path state) {
    for (EngineDescriptor engine : EngineCatalog.under(EngineCatalog.home()).engines()) {
      if (Files.isDirectory(state.resolve(engine.name()))) {
        throw new ConfigException(
            "--state",
            state
                + " is the state of "
                + engine.name()
                + ", which has no savepoints; only Flink has");
      }
    }
  }

  /** The job at an address; empty if the process that wrote it is gone. */
  private static Optional<RunningJob> at(HttpClient client, Path file) {
    try {
      URI address = URI.create(Files.readString(file).strip());
      String name = "sluice-" + file.toAbsolutePath().getParent().getFileName();
      JsonNode overview =
          send(client, HttpRequest.newBuilder(address.resolve("/jobs/overview")).GET());
      for (JsonNode job : overview.path("jobs")) {
        // Another process may have the port by now, so the name must be that of the run.
        if (job.path("name").asText().equals(name) && !OVER.contains(job.path("state").asText())) {
          return Optional.of(new RunningJob(client, file, address, job.path("jid").asText()));
        }
      }
      return Optional.empty();
    } catch (IOException | IllegalArgumentException | SavepointFailure nobodyOrAnother) {
      return Optional.empty();
    }
  }

  /**
   * Takes a savepoint while the job continues.
   *
   * @param to the folder for it; empty for {@code savepoints} in the run's folder
   * @return its path
   * @throws SavepointFailure if it failed
   */
  public String savepoint(Optional<Path> to) {
    ObjectNode body = JSON.createObjectNode().put("cancel-job", false);
    to.ifPresent(folder -> body.put("target-directory", uri(folder)));
    return await(trigger("savepoints", body));
  }

  /**
   * Stops the job with a savepoint, and waits until its engine has ended.
   *
   * @param to as for {@link #savepoint}
   * @return the savepoint's path
   * @throws SavepointFailure if the savepoint failed; the job may still run then
   */
  public String stop(Optional<Path> to) {
    ObjectNode body = JSON.createObjectNode().put("drain", false);
    to.ifPresent(folder -> body.put("targetDirectory", uri(folder)));
    String path = await(trigger("stop", body));
    long deadline = System.nanoTime() + END.toNanos();
    while (Files.exists(addressFile)) {
      if (System.nanoTime() > deadline) {
        throw new SavepointFailure(
            "the savepoint " + path + " is complete, but the engine did not exit; see its log");
      }
      pause();
    }
    return path;
  }

  private static String uri(Path folder) {
    return folder.toAbsolutePath().toUri().toString();
  }

  private String trigger(String what, ObjectNode body) {
    return ask(HttpRequest.newBuilder(address.resolve("/jobs/" + id + "/" + what))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString())))
        .path("request-id")
        .asText();
  }

  /** Waits for the savepoint; Flink itself limits how long it may take. */
  private String await(String trigger) {
    URI savepoint = address.resolve("/jobs/" + id + "/savepoints/" + trigger);
    while (true) {
      JsonNode answer = ask(HttpRequest.newBuilder(savepoint).GET());
      if (answer.path("status").path("id").asText().equals("COMPLETED")) {
        JsonNode operation = answer.path("operation");
        if (operation.hasNonNull("location")) {
          return plain(operation.path("location").asText());
        }
        String why = operation.path("failure-cause").path("stack-trace").asText();
        throw new SavepointFailure("the savepoint failed: " + root(why));
      }
      pause();
    }
  }

  /** A local path without its scheme, which is easier for users and shells. */
  private static String plain(String location) {
    URI uri = URI.create(location);
    return "file".equals(uri.getScheme()) ? Path.of(uri.getPath()).toString() : location;
  }

  /** The root cause in a stack trace: the last one that it lists. */
  private static String root(String trace) {
    int cause = trace.lastIndexOf(CAUSED_BY);
    String last = cause < 0 ? trace : trace.substring(cause + CAUSED_BY.length());
    return last.lines().findFirst().orElse("no reason was given").strip();
  }

  private JsonNode ask(HttpRequest.Builder request) {
    try {
      return send(client, request);
    } catch (IOException e) {
      throw new SavepointFailure(
          "the engine at " + address + " no longer answers; see its log: " + e, e);
    }
  }

  private static JsonNode send(HttpClient client, HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<String> response =
          client.send(request.timeout(ANSWER).build(), BodyHandlers.ofString());
      JsonNode body = JSON.readTree(response.body());
      if (response.statusCode() != OK && response.statusCode() != ACCEPTED) {
        throw new SavepointFailure("the engine refused: " + body.path("errors"));
      }
      return body;
    } catch (JsonProcessingException e) {
      throw new IOException("the answer is not Flink's", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SavepointFailure("interrupted while waiting for the engine", e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SavepointFailure("interrupted while waiting for the engine", e);
    }
  }
}
