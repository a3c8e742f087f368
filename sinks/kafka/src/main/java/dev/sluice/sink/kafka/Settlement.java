// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;

/**
 * Waits until what was committed can be read: a commit is confirmed when it is decided, and its
 * markers reach the partitions a little later. Does not wait for transactions that are open, which
 * may be a dead writer's.
 */
final class Settlement {

  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Admin admin;
  private final Duration patience;

  Settlement(Admin admin, Duration patience) {
    this.admin = admin;
    this.patience = patience;
  }

  /** Waits for the transactions of these ids; one that was never used has none. */
  void await(Collection<String> transactionalIds) {
    long begun = System.nanoTime();
    while (isDeciding(transactionalIds)) {
      if (System.nanoTime() - begun > patience.toNanos()) {
        throw new TimeoutException(
            "a commit was decided, but cannot be read after " + patience.toMillis() + " ms");
      }
      KafkaFaults.pause(PAUSE);
    }
  }

  private boolean isDeciding(Collection<String> transactionalIds) {
    Map<String, KafkaFuture<TransactionDescription>> all =
        transactionalIds.stream()
            .collect(
                Collectors.toMap(
                    id -> id, id -> admin.describeTransactions(List.of(id)).description(id)));
    boolean isDeciding = false;
    for (KafkaFuture<TransactionDescription> each : all.values()) {
      try {
        TransactionState state = KafkaFaults.answer(each, patience).state();
        isDeciding |=
            state == TransactionState.PREPARE_COMMIT || state == TransactionState.PREPARE_ABORT;
      } catch (TransactionalIdNotFoundException unused) {
        // Nothing to wait for.
      }
    }
    return isDeciding;
  }
}
