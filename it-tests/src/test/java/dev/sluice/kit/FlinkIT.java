package dev.sluice.kit;

/** Tests Flink, with the ledger, against the contract. */
@EngineUnderTest("flink")
class FlinkIT extends Conformance {}
