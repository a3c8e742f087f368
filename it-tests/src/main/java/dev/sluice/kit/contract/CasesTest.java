// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import dev.sluice.kit.testbed.Cases;
import dev.sluice.kit.testbed.KeptRows;
import dev.sluice.kit.testbed.Launch;
import java.sql.Connection;
import java.sql.SQLException;

/** The base of contracts that check {@link Cases}: three runs, in transactions of a few records. */
abstract class CasesTest extends EngineTest {

  final Launch usual() {
    return drained(Cases.usual(testBed()), CasesTest::fewAtATime);
  }

  final Launch strict() {
    return drained(Cases.strict(testBed()), CasesTest::fewAtATime);
  }

  final Launch lenient() {
    return drained(Cases.lenient(testBed()), CasesTest::fewAtATime);
  }

  /**
   * So few records that copies, and dead letters with the same reason, are in many transactions.
   */
  private static Launch fewAtATime(Launch launch) {
    return launch.inBatchesOf(4);
  }

  final KeptRows rows(Launch launch) throws SQLException {
    try (Connection connection = testBed().connect()) {
      return KeptRows.of(connection, launch.schema());
    }
  }
}
