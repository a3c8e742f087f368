// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import dev.sluice.kit.contract.EngineUnderTest;
import dev.sluice.lab.engine.EngineCatalog;
import java.nio.file.Files;
import org.junit.jupiter.api.condition.EnabledIf;

/** Tests the example in JavaScript against the contract, if its packages are installed. */
@EngineUnderTest(value = NodeIT.FOLDER, hasOwnState = false)
@EnabledIf(
    value = "isInstalled",
    disabledReason = NodeIT.FOLDER + ": its packages are not installed; run npm ci there")
class NodeIT extends Conformance {

  static final String FOLDER = "examples/node";

  static boolean isInstalled() {
    return Files.isDirectory(EngineCatalog.home().resolve(FOLDER).resolve("node_modules"));
  }
}
