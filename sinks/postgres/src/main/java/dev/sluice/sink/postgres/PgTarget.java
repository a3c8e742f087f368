// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import java.util.Set;

/**
 * The tables that a run writes to.
 *
 * @param planned the partitions that had ledger rows at start
 */
record PgTarget(String schema, String topic, Set<Integer> planned) {}
