// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import java.util.SortedMap;

/**
 * The place of a pipeline's rows, ledger and identity, as a configuration names it. Thread-safe.
 *
 * <p>{@link #state} and {@link #begin} retry passing faults until their deadline. They throw {@link
 * dev.sluice.engine.config.ConfigException} if the sink does not fit a run (it does not exist,
 * lacks privileges, or does not keep what is inserted), and {@link
 * dev.sluice.engine.plan.StartException} if it is unreachable until the deadline.
 */
public interface Sink {

  /** The place, for messages, such as {@code schema web}. */
  String target();

  /** The configuration key that names the place, such as {@code postgres.schema}. */
  String targetKey();

  /**
   * What the sink holds; also creates the place if it does not exist and the configuration asks.
   */
  SinkState state(Deadline until);

  /**
   * Inserts, in one commit, the pipeline if there is none, and the ledger's rows that are absent.
   * Changes nothing that is there; inserts no ledger row if it has another pipeline (R10).
   *
   * @param starts by partition, the offset to start at (R15)
   * @return what the sink holds then: with this pipeline, or with the other one
   */
  SinkState begin(Pipeline pipeline, SortedMap<Integer, Long> starts, Deadline until);

  /** Opens a writer for one thread of a run; connects when there is something to write. */
  SinkWriter writer(RunPlan plan);

  /** Opens a reader of the ledger for one thread; connects when it is asked. */
  LedgerReader reader();
}
