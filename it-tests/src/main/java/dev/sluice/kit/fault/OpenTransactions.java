// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;

/** The transactions of the Kafka sink that are open, as the brokers know them. */
public final class OpenTransactions {

  /** The transactional ids of a run's writers that have a transaction open. */
  public static List<String> of(Admin admin, String runId)
      throws ExecutionException, InterruptedException {
    return admin
        .listTransactions(
            new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING)))
        .all()
        .get()
        .stream()
        .map(TransactionListing::transactionalId)
        .filter(id -> id.startsWith("sluice-" + runId))
        .toList();
  }

  private OpenTransactions() {}
}
