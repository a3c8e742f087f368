// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import dev.sluice.kit.contract.EngineUnderTest;

/** Tests Kafka Streams against the contract. */
@EngineUnderTest("kstreams")
class KStreamsIT extends Conformance {}
