package dev.sluice.kit;

/** The contract, kept by Kafka Streams. */
@Engine("kstreams")
class KStreamsIT extends Conformance {}
