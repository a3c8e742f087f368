// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import dev.sluice.kit.contract.EngineUnderTest;

/** Tests Spark Structured Streaming against the contract. */
@EngineUnderTest("spark")
class SparkIT extends Conformance {}
