package dev.sluice.it;

import org.junit.jupiter.api.Nested;

/** What Flink's own JDBC sink keeps of the contract: rows, without ledger and counts. */
class FlinkJdbcIT {

  private static final String MODE = "flink-jdbc";

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
}
