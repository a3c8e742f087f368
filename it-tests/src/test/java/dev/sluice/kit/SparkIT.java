package dev.sluice.kit;

/** The contract, kept by Spark Structured Streaming. */
@EngineUnderTest("spark")
class SparkIT extends Conformance {}
