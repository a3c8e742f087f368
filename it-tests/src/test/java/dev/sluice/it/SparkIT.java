package dev.sluice.it;

/** The contract, kept by Spark Structured Streaming. */
@Engine("spark")
class SparkIT extends Conformance {}
