// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClient;
import java.util.List;
import java.util.Set;

/** The wiring of one engine, which an adapter passes to {@link EngineMain}. */
@FunctionalInterface
public interface Engine {

  /**
   * Refuses a configuration that this engine, or the mode that it names, does not support (R17).
   * Called before anything is read or written.
   *
   * @throws ConfigException naming the key
   */
  default void check(EngineConfig config) {}

  /**
   * Whether a run may start from state that this engine saved at a path. If not, such a start is
   * refused; if so, {@link #check} refuses a path without such state.
   */
  default boolean restores() {
    return false;
  }

  /**
   * The Kafka clients that a run will create, each with all of its properties, besides the admin
   * client and the consumer that are tested for every engine. What one of them refuses is a bad
   * configuration, and is found before anything is written (R13).
   */
  default List<KafkaClient> kafkaClients(EngineConfig config) {
    return List.of();
  }

  /**
   * The names in {@code kafka.properties} that only the engine understands, and no Kafka client.
   */
  default Set<String> kafkaPropertyNames() {
    return Set.of();
  }

  /** Whether the configured mode keeps the ledger (R9); a mode may decline it (R17). */
  default boolean keepsLedger(EngineConfig config) {
    return true;
  }

  /**
   * Runs the pipeline to its end: returns when a drain is done, or soon after a stop was requested;
   * throws the exception that made it fail. Closes everything that the adapter opened.
   */
  void run(EngineRun run) throws Exception;
}
