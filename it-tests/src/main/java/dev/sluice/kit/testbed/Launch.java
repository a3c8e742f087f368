// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.sink.postgres.PgSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The configuration with which an engine starts: a supervised drain of a scenario into its own
 * schema, with the changes of a test, valid or invalid. Immutable.
 *
 * @param setup the configuration without the changes
 * @param changes the new value by key, or empty to leave the key out
 * @param locale the locale of the engine's process; empty for that of this process
 */
public record Launch(
    TestBed testBed,
    EngineSetup setup,
    Map<String, Optional<Object>> changes,
    Optional<MachineLocale> locale) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public Launch {
    changes = Map.copyOf(changes);
  }

  /** Returns a copy with a different value for a key. */
  public Launch with(String key, Object value) {
    return change(key, Optional.of(value));
  }

  /** Returns a copy without a key. */
  public Launch without(String key) {
    return change(key, Optional.empty());
  }

  /** Returns a copy with a different schema. */
  public Launch into(String schema) {
    return new Launch(testBed, setup.withSchema(schema), changes, locale);
  }

  /** Returns a copy with a different topic. */
  public Launch of(String topic) {
    return new Launch(testBed, setup.withTopic(topic), changes, locale);
  }

  /** Returns a copy with a different locale. */
  public Launch in(MachineLocale other) {
    return new Launch(testBed, setup, changes, Optional.of(other));
  }

  /** Returns a copy that runs until stopped, instead of draining. */
  public Launch untilStopped() {
    return with("drain", false);
  }

  /** Returns a copy with a different batch size. */
  public Launch inBatchesOf(int records) {
    return with("batch.records", records);
  }

  private Launch change(String key, Optional<Object> value) {
    Map<String, Optional<Object>> changed = new LinkedHashMap<>(changes);
    changed.put(key, value);
    return new Launch(testBed, setup, changed, locale);
  }

  /** The schema of the run's tables. */
  public String schema() {
    return PgSettings.of(setup.config()).schema();
  }

  /** The topic that the engine reads. */
  public String topic() {
    return setup.config().kafka().topic();
  }

  /** The engine's state directory. */
  public Path stateDir() {
    return Path.of(setup.config().stateDir());
  }

  /** Starts the engine's process; the caller closes it. */
  public EngineChild start() {
    return start(status -> {});
  }

  /**
   * Starts the engine's process; the caller closes it.
   *
   * @param listener called with each status line, on a separate thread
   */
  public EngineChild start(Consumer<EngineStatus> listener) {
    Map<String, String> environment = testBed.quickStart().environment(this);
    return start(locale.map(other -> other.around(environment)).orElse(environment), listener);
  }

  /** Starts the process with these environment variables in addition to those of this process. */
  public EngineChild start(Map<String, String> environment) {
    return start(environment, status -> {});
  }

  EngineChild start(Map<String, String> environment, Consumer<EngineStatus> listener) {
    Path file = testBed.directory().freshFile(setup.config().engine(), ".json");
    try {
      ConfigFile.write(file, setup.config());
      ObjectNode config = (ObjectNode) JSON.readTree(file.toFile());
      changes.forEach(
          (key, value) ->
              value.ifPresentOrElse(
                  changed -> config.set(key, JSON.valueToTree(changed)), () -> config.remove(key)));
      Files.writeString(file, JSON.writeValueAsString(config));
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + ": the configuration could not be written: " + e.getMessage(), e);
    }
    return EngineChild.start(testBed.directory(), setup.entry(), file, environment, listener);
  }
}
