package dev.sluice.kit;

/** The contract, kept by Flink, with the ledger. */
@EngineUnderTest("flink")
class FlinkIT extends Conformance {}
