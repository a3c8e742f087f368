package dev.sluice.engine.ledger;

/** Stub. */
public record LedgerRow(int partition, long first, long next, Counts counts) {}
