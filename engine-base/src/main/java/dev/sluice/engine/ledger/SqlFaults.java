package dev.sluice.engine.ledger;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** What a SQLSTATE (PostgreSQL manual, "Error Codes") means to a session. */
public final class SqlFaults {

  /**
   * 40001 serialization, 40P01 deadlock, 55P03 lock_timeout, 25006 a standby, 25P02 to 25P04
   * timeouts of a transaction.
   */
  private static final Set<String> TRANSIENT_STATES =
      Set.of("40001", "40003", "40P01", "55P03", "25006", "25P02", "25P03", "25P04");

  /** Connection, resources, an operator's doing, the system beneath. */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "53", "57", "58");

  /** 08004: the driver and the server have no way to log in in common; 57P04: no such database. */
  private static final Set<String> LASTING_STATES = Set.of("08004", "57P04");

  /** A COPY that does not fit the stage is our own fault, not a user's constraint's. */
  private static final Set<String> NO_REFUSAL_STATES = Set.of("22P03", "22P04");

  /**
   * 54000: a row too large for an index. 21000: two rows that a trigger of the user's own made one
   * identity, which a merge cannot both take; each alone, it can.
   */
  private static final Set<String> REFUSAL_STATES = Set.of("54000", "21000");

  private static final String NO_PRIVILEGE = "42501";

  /**
   * Where the server reports a row that a policy refuses (execMain.c), and what a trigger raises
   * itself (pl_exec.c); a role without rights on a table is reported elsewhere. Messages say the
   * same, but in the server's language.
   */
  private static final Set<String> ROW_ROUTINES = Set.of("ExecWithCheckOptions", "exec_stmt_raise");

  /** Data, integrity, view check option, PL/pgSQL. */
  private static final Set<String> REFUSAL_CLASSES = Set.of("22", "23", "44", "P0");

  /** A unique key's, an exclusion's. */
  private static final Set<String> CONFLICT_STATES = Set.of("23505", "23P01");

  /** Whether the same may work later, or over another connection. */
  public static boolean isTransient(SQLException fault) {
    String state = fault.getSQLState();
    if (state == null || state.length() != 5) {
      return causedByIo(fault);
    }
    return !LASTING_STATES.contains(state)
        && (TRANSIENT_STATES.contains(state) || TRANSIENT_CLASSES.contains(state.substring(0, 2)));
  }

  /** Whether a constraint, policy, trigger or index of the user's own refused a row (R13). */
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
    // I to Z, but XX, are left by SQL to implementations and users.
    char first = state.charAt(0);
    return REFUSAL_CLASSES.contains(state.substring(0, 2))
        || REFUSAL_STATES.contains(state)
        || (first >= 'I' && first <= 'Z' && !state.startsWith("XX"));
  }

  /** Whether another row of the same key, or one that excludes it, is in the table. */
  static boolean isConflict(SQLException fault) {
    return CONFLICT_STATES.contains(String.valueOf(fault.getSQLState()));
  }

  /** What to do about a fault that retrying does not mend. */
  static String advice(SQLException fault, String schema) {
    String state = fault.getSQLState() == null ? "" : fault.getSQLState();
    if (state.startsWith("28") || state.equals("08004")) {
      return "check user, password and the server's pg_hba.conf";
    }
    if (state.equals("3D000") || state.equals("57P04")) {
      return "check the database's name in the JDBC URL";
    }
    if (state.equals(NO_PRIVILEGE)) {
      return "grant the engine's role what docs/contract/schema.sql says that it needs";
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
