package dev.sluice.kit;

/** The contract, kept by Spark Structured Streaming. */
@Engine("spark")
class SparkIT extends Conformance {}
