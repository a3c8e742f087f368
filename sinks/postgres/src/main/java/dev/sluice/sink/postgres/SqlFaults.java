// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.sink.SinkFault;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** Classifies SQLSTATEs (PostgreSQL manual, "Error Codes"): transient, refused row, or neither. */
public final class SqlFaults {

  /**
   * 40001 serialization, 40P01 deadlock, 55P03 lock_timeout, 25006 a standby, 25P02 to 25P04
   * timeouts of a transaction.
   */
  private static final Set<String> TRANSIENT_STATES =
      Set.of("40001", "40003", "40P01", "55P03", "25006", "25P02", "25P03", "25P04");

  /** Connection, resources, operator intervention, system errors. */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "53", "57", "58");

  /**
   * 08004: the driver and the server have no authentication method in common; 57P04: no such
   * database.
   */
  private static final Set<String> LASTING_STATES = Set.of("08004", "57P04");

  /**
   * A COPY that does not fit the stage is a bug in this code, not a refusal by a user's constraint.
   */
  private static final Set<String> NO_REFUSAL_STATES = Set.of("22P03", "22P04");

  /**
   * 54000: a row too large for an index. 21000: two rows to which a user's trigger gave the same
   * identity; one merge cannot take both, but two merges can.
   */
  private static final Set<String> REFUSAL_STATES = Set.of("54000", "21000");

  private static final String NO_PRIVILEGE = "42501";

  /**
   * The server's routines that report a row refused by a policy (execMain.c), or an error raised by
   * a trigger (pl_exec.c); other routines report a missing privilege on a table. The messages
   * differ too, but are in the server's language.
   */
  private static final Set<String> ROW_ROUTINES = Set.of("ExecWithCheckOptions", "exec_stmt_raise");

  /** Data, integrity, view check option, PL/pgSQL. */
  private static final Set<String> REFUSAL_CLASSES = Set.of("22", "23", "44", "P0");

  /** Violations of a unique key or an exclusion constraint. */
  private static final Set<String> CONFLICT_STATES = Set.of("23505", "23P01");

  /** Whether the same may succeed later, or on another connection. */
  public static boolean isTransient(SQLException fault) {
    String state = fault.getSQLState();
    if (state == null || state.length() != 5) {
      return causedByIo(fault);
    }
    return !LASTING_STATES.contains(state)
        && (TRANSIENT_STATES.contains(state) || TRANSIENT_CLASSES.contains(state.substring(0, 2)));
  }

  /** Whether a constraint, policy, trigger or index of the user refused a row (R13). */
  static boolean isRefusal(SQLException fault) {
    String state = fault.getSQLState();
    if (state == null || state.length() != 5 || NO_REFUSAL_STATES.contains(state)) {
      return false;
    }
    if (state.equals(NO_PRIVILEGE)) {
      return fault instanceof PSQLException postgres
          && postgres.getServerErrorMessage() != null
          && ROW_ROUTINES.contains(String.valueOf(postgres.getServerErrorMessage().getRoutine()));
    }
    // Classes from I to Z, except XX, are left by SQL to implementations and users.
    char first = state.charAt(0);
    return REFUSAL_CLASSES.contains(state.substring(0, 2))
        || REFUSAL_STATES.contains(state)
        || (first >= 'I' && first <= 'Z' && !state.startsWith("XX"));
  }

  /** Whether the table has another row of the same key, or one that excludes it. */
  static boolean isConflict(SQLException fault) {
    return CONFLICT_STATES.contains(String.valueOf(fault.getSQLState()));
  }

  /** The fault as the algorithm sees it, which knows no SQL. */
  static SinkFault atPort(SQLException fault, String schema) {
    return isTransient(fault)
        ? SinkFault.passing(describe(fault), fault)
        : SinkFault.lasting(describe(fault) + "; " + advice(fault, schema), fault);
  }

  /** The first line of the message: a server's further lines show rows. */
  private static String describe(SQLException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.lines().findFirst().orElse(message)
        + " (SQLSTATE "
        + failure.getSQLState()
        + ")";
  }

  /** What to do about a fault that retrying does not fix. */
  private static String advice(SQLException fault, String schema) {
    String state = fault.getSQLState() == null ? "" : fault.getSQLState();
    if (state.startsWith("28") || state.equals("08004")) {
      return "check user, password and the server's pg_hba.conf";
    }
    if (state.equals("3D000") || state.equals("57P04")) {
      return "check the database's name in the JDBC URL";
    }
    if (state.equals(NO_PRIVILEGE)) {
      return "grant the engine's role the privileges that docs/contract/schema.sql lists";
    }
    if (state.equals("42P01") || state.equals("3F000") || state.equals("42703")) {
      return "create the tables of schema " + schema + " from docs/contract/schema.sql";
    }
    return "compare the tables of schema " + schema + " with docs/contract/schema.sql";
  }

  private static boolean causedByIo(Throwable fault) {
    for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private SqlFaults() {}
}
