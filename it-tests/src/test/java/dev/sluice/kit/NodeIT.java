package dev.sluice.kit;

import dev.sluice.lab.engine.EngineCatalog;
import java.nio.file.Files;
import org.junit.jupiter.api.condition.EnabledIf;

/** The contract, kept by the example in JavaScript, where its packages are installed. */
@EngineUnderTest(value = NodeIT.FOLDER, hasOwnState = false)
@EnabledIf(
    value = "isInstalled",
    disabledReason = "its packages are not installed: npm ci in " + NodeIT.FOLDER)
class NodeIT extends Conformance {

  static final String FOLDER = "examples/node";

  static boolean isInstalled() {
    return Files.isDirectory(EngineCatalog.home().resolve(FOLDER).resolve("node_modules"));
  }
}
