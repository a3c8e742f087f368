package dev.sluice.it;

import dev.sluice.lab.run.EngineSetup;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The contract, kept by Spark Structured Streaming. */
class SparkIT {

  private static final String MODE = "spark";

  @Nested
  class Equality extends EqualityContract {
    Equality() {
      super(MODE);
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    Lifecycle() {
      super(MODE);
    }
  }

  @Nested
  class Crash extends CrashContract {
    Crash() {
      super(MODE);
    }

    /** The state of a driver that died before it noted its batches: it repeats the last of them. */
    @Override
    protected void setBackOwnCommit(Stage stage, EngineSetup setup, String runId) throws Exception {
      OwnState.deleteCommits(Path.of(setup.config().stateDir()), runId);
    }
  }
}
