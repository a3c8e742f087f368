// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

class RefusalTextTest {

  /** With fields as the protocol has them: a letter, a text, a zero byte. */
  private static String text(String... fields) {
    return LedgerTransaction.withoutData(
        new PSQLException(new ServerErrorMessage(String.join("\0", fields) + "\0")));
  }

  @Test
  void aConstraintIsNamedWithoutTheRow() {
    assertEquals(
        "SQLSTATE 23514, table processed_events, constraint positive",
        text("C23514", "Mnew row: (1, 2)", "tprocessed_events", "npositive"));
  }

  @Test
  void whatTheServerDoesNotNameIsLeftOut() {
    assertEquals("SQLSTATE 42501", text("C42501", "Mnew row violates row-level security policy"));
    assertEquals("SQLSTATE 54000, table t", text("C54000", "Mtoo large", "tt"));
    assertEquals("SQLSTATE 08006", LedgerTransaction.withoutData(new SQLException("", "08006")));
    assertEquals("a row was kept out without an error", LedgerTransaction.withoutData(null));
  }
}
