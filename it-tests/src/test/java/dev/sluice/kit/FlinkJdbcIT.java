package dev.sluice.kit;

/** The contract, kept by Flink's own JDBC sink, as far as it goes. */
@EngineUnderTest("flink-jdbc")
class FlinkJdbcIT extends Conformance {}
