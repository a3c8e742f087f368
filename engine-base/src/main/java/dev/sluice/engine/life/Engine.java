package dev.sluice.engine.life;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClient;
import java.util.List;
import java.util.Set;

/** What an adapter gives to {@link EngineMain}: the wiring of one engine. */
@FunctionalInterface
public interface Engine {

  /**
   * Refuses a configuration that this engine, or the mode that it names, cannot keep to (R17).
   * Called before anything is read or written.
   *
   * @throws ConfigException naming the key
   */
  default void check(EngineConfig config) {}

  /**
   * Whether a run may start from state that this engine saved at a path. Where it may not, such a
   * start is refused; where it may, {@link #check} refuses a path that holds no such state.
   */
  default boolean restores() {
    return false;
  }

  /**
   * The Kafka clients that a run will make, each with all of its properties, beside the admin
   * client and the consumer that every engine is tried with: what one of them refuses is bad
   * configuration, and found before anything is written (R13).
   */
  default List<KafkaClient> kafkaClients(EngineConfig config) {
    return List.of();
  }

  /** Names in {@code kafka.properties} that the engine itself understands, and no Kafka client. */
  default Set<String> kafkaPropertyNames() {
    return Set.of();
  }

  /** Whether what a configuration asks for moves the ledger (R9); a mode may decline it (R17). */
  default boolean keepsLedger(EngineConfig config) {
    return true;
  }

  /**
   * Runs the pipeline to its end: returns when a drain is done, or soon after a stop was requested;
   * throws what made it fail. All that the adapter opened is closed when this returns or throws.
   */
  void run(EngineRun run) throws Exception;
}
