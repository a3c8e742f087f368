package dev.sluice.it;

import dev.sluice.lab.run.EngineSetup;
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

    /** What Flink's source commits are the group's offsets; they go back to the beginning. */
    @Override
    protected void setBackOwnCommit(Stage stage, EngineSetup setup, String runId) throws Exception {
      OwnState.setGroupBack(stage, setup, "sluice-flink-" + runId);
    }
  }
}
