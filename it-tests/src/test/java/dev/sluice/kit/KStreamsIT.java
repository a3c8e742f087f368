package dev.sluice.kit;

/** Tests Kafka Streams against the contract. */
@EngineUnderTest("kstreams")
class KStreamsIT extends Conformance {}
