// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

import java.util.Set;

/**
 * The writer's target tables, and how to fill them.
 *
 * @param planned the partitions that had ledger rows at start
 * @param deadLettersPerReason how many dead letters are kept per partition and reason (R8)
 */
record WriterSettings(
    String schema, String topic, Set<Integer> planned, long deadLettersPerReason) {}
