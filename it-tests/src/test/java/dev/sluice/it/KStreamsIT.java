package dev.sluice.it;

/** The contract, kept by Kafka Streams. */
@Engine("kstreams")
class KStreamsIT extends Conformance {}
