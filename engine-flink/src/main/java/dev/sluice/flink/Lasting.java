// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.plan.StartException;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.kafka.clients.consumer.InvalidOffsetException;

/**
 * Marks for Flink the failures that a restart does not mend (R13): those after the retry deadline,
 * and records that are gone. By default a cluster would restart the job again and again.
 */
final class Lasting {

  /**
   * The failure, as one after which Flink does not restart the job, if any of its causes lasts;
   * else the same.
   */
  static RuntimeException marked(RuntimeException failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof LedgerException
          || each instanceof StartException
          || each instanceof InvalidOffsetException) {
        return new SuppressRestartsException(failure);
      }
    }
    return failure;
  }

  private Lasting() {}
}
