package dev.sluice.it;

import dev.sluice.lab.run.EngineSetup;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** The contract, kept by Flink. */
class FlinkIT {

  private static final String MODE = "flink";

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

    /** Flink's own commit is its checkpoints: all of them are lost. */
    @Override
    protected void setBackOwnCommit(Stage stage, EngineSetup setup, String runId) throws Exception {
      OwnState.delete(Path.of(setup.config().stateDir()), runId);
    }
  }
}
