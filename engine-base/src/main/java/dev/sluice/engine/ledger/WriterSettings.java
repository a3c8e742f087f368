package dev.sluice.engine.ledger;

import java.util.Set;

/**
 * Where the tables are, and how they are filled.
 *
 * @param planned the partitions that had ledger rows at start
 * @param deadLettersPerReason how many dead letters are kept per partition and reason (R8)
 */
record WriterSettings(
    String schema, String topic, Set<Integer> planned, long deadLettersPerReason) {}
