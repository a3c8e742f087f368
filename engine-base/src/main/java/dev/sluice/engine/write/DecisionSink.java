// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.engine.decision.DecidedRecord;

/**
 * The one sink of an engine's thread, as an adapter sees it: a {@link WriteBehind}, or a list in a
 * test. Records of a partition must come in offset order (R9).
 */
public interface DecisionSink extends AutoCloseable {

  /** Adds one record, filtered ones too. */
  void add(DecidedRecord decision);

  /** Writes all that was added; when it returns, all of it is committed. */
  void flush();

  /** Forgets a partition that now belongs to another sink. */
  void release(int partition);

  /** Drops what was added and is not yet written. */
  @Override
  void close();
}
