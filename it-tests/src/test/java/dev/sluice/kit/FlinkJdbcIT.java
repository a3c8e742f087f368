// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import dev.sluice.kit.contract.EngineUnderTest;

/** Tests Flink with its own JDBC sink against the contract, parts of which it declines. */
@EngineUnderTest("flink-jdbc")
class FlinkJdbcIT extends Conformance {}
