package dev.sluice.kit.testbed;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.run.EngineSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an engine is started with: a supervised drain of a scenario into a schema of its own, and
 * what a test changes in the configuration file, be it right or wrong. Immutable.
 *
 * @param setup what the file says but for the changes
 * @param changes by key, as in the documentation of the configuration: the value, or empty to leave
 *     the key out
 * @param locale where the engine's process finds itself; empty for where this one does
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

  /** The same with another value of a key. */
  public Launch with(String key, Object value) {
    return change(key, Optional.of(value));
  }

  /** The same without a key. */
  public Launch without(String key) {
    return change(key, Optional.empty());
  }

  /** The same, into another schema. */
  public Launch into(String schema) {
    return new Launch(testBed, setup.withSchema(schema), changes, locale);
  }

  /** The same, of another topic. */
  public Launch of(String topic) {
    return new Launch(testBed, setup.withTopic(topic), changes, locale);
  }

  /** The same, somewhere else in the world. */
  public Launch in(MachineLocale other) {
    return new Launch(testBed, setup, changes, Optional.of(other));
  }

  /** The same, but until it is stopped. */
  public Launch forEver() {
    return with("drain", false);
  }

  /** The same with transactions of another size. */
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
    return setup.config().postgres().schema();
  }

  /** The topic that is read. */
  public String topic() {
    return setup.config().kafka().topic();
  }

  /** The engine's own folder. */
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
   * @param listener told of each status line, on a thread of its own
   */
  public EngineChild start(Consumer<EngineStatus> listener) {
    Map<String, String> environment = testBed.quickStart().environment(this);
    return start(locale.map(other -> other.around(environment)).orElse(environment), listener);
  }

  /** The same with just these variables beside those of this process. */
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
      throw new UncheckedIOException("the configuration of " + setup.config().engine(), e);
    }
    return EngineChild.start(testBed.directory(), setup.entry(), file, environment, listener);
  }
}
