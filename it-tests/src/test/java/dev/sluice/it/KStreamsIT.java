package dev.sluice.it;

import dev.sluice.lab.run.EngineSetup;
import org.junit.jupiter.api.Nested;

/** The contract, kept by Kafka Streams. */
class KStreamsIT {

  private static final String MODE = "kstreams";

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

    /** The group's offsets go back to the beginning. */
    @Override
    protected void setBackOwnCommit(Stage stage, EngineSetup setup, String runId) throws Exception {
      OwnState.setGroupBack(stage, setup, "sluice-" + runId);
    }
  }
}
