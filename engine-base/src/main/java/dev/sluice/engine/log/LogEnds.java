// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.log;

import java.io.IOException;
import java.util.SortedMap;

/**
 * Reads again and again where a topic ends, as for a report of lag. Used by one thread. After a
 * fault it is usable.
 */
public interface LogEnds extends AutoCloseable {

  /**
   * The last stable offset of each partition (R16), also of those that appeared since the start.
   *
   * @throws IOException if the brokers do not answer, or refuse
   */
  SortedMap<Integer, Long> ends() throws IOException, InterruptedException;

  /** Closes what is open, without waiting. */
  @Override
  void close();
}
