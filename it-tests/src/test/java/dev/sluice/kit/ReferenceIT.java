// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import dev.sluice.kit.contract.EngineUnderTest;

/** Tests the kit's own engine, a plain consumer loop, against the contract. */
@EngineUnderTest(value = "examples/reference", hasOwnState = false)
class ReferenceIT extends Conformance {}
