// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import dev.sluice.kit.contract.EngineUnderTest;

/** Tests Flink, with the ledger, against the contract. */
@EngineUnderTest("flink")
class FlinkIT extends Conformance {}
