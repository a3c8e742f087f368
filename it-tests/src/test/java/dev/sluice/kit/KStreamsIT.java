package dev.sluice.kit;

/** The contract, kept by Kafka Streams. */
@EngineUnderTest("kstreams")
class KStreamsIT extends Conformance {}
