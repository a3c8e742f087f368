package dev.sluice.kit;

/** Tests Spark Structured Streaming against the contract. */
@EngineUnderTest("spark")
class SparkIT extends Conformance {}
