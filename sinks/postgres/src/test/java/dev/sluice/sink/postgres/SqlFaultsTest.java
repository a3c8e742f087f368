// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which SQLSTATEs are retried, and which are the refusal of a row (R13). */
class SqlFaultsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08000", "08001", "08003", "08006", "57P01", "57P02", "57P03", "57P05", "57014", "53100",
        "53200", "53300", "55P03", "40001", "40P01", "25P02", "25P03", "25P04", "58030", "25006"
      })
  void r13_faultsOfTheInfrastructureAreTransient(String state) {
    assertTrue(SqlFaults.isTransient(new SQLException("fault", state)));
    assertFalse(SqlFaults.isRefusal(new SQLException("fault", state)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"22003", "22P02", "23502", "23505", "23514", "44000", "P0001", "54000"})
  void r13_whatAConstraintSaysIsARefusal(String state) {
    assertTrue(SqlFaults.isRefusal(new SQLException("fault", state)));
    assertFalse(SqlFaults.isTransient(new SQLException("fault", state)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "28P01", "28000", "42501", "42P01", "42703", "3D000", "3F000", "08004", "22P03", "22P04",
        "0A000", "XX000", "57P04"
      })
  void r13_restIsNeither(String state) {
    assertFalse(SqlFaults.isTransient(new SQLException("fault", state)));
    assertFalse(SqlFaults.isRefusal(new SQLException("fault", state)));
  }

  @Test
  void r13_brokenSocketWithoutAStateIsTransient() {
    assertTrue(SqlFaults.isTransient(new SQLException("io", new SocketException("reset"))));
    assertFalse(SqlFaults.isTransient(new SQLException("driver", new RuntimeException("bug"))));
  }
}
