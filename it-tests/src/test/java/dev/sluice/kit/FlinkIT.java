package dev.sluice.kit;

/** The contract, kept by Flink, with the ledger. */
@Engine("flink")
class FlinkIT extends Conformance {}
