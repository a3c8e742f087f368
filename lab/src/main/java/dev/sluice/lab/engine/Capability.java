// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A capability that an engine's mode may decline (R17). The list is closed: everything else in the
 * contract is required. A mode must clearly refuse what it declines, or visibly leave it undone, as
 * noted for each.
 */
public enum Capability {
  /** Moves the ledger with the rows (R9). Declined: its rows stay as they were at the start. */
  LEDGER("ledger"),
  /** Keeps the first N dead letters (R8). Declined: refuses every limit but the largest. */
  DEAD_LETTER_LIMIT("dead-letter-limit"),
  /** Diverts a row that a user's constraint refuses (R13). Declined: the run fails. */
  REFUSED("refused"),
  /** Waits while the database takes no writes (R13). Declined: the run fails, losing nothing. */
  WRITE_OUTAGES("write-outages"),
  /** Regular expressions in rules. Declined: refuses such rules. */
  MATCHES("matches"),
  /** Ranges of addresses in rules. Declined: refuses such rules. */
  IN_RANGE("in_range"),
  /** Ranges of numbers in rules. Declined: refuses such rules. */
  BETWEEN("between"),
  /**
   * Reads events by a mapping of their fields (R1). Declined: refuses a configuration with the key
   * {@code events}.
   */
  MAPPING("mapping"),
  /**
   * Writes to tables of Postgres, which the kit compares, so that it cannot test an engine without
   * this. Declined: refuses such a configuration.
   */
  TABLES("tables"),
  /**
   * Writes to topics of Kafka instead of tables (key {@code sink}). Declined: refuses such a
   * configuration.
   */
  TOPICS("topics"),
  /** Starts elsewhere than at the earliest record (R15). Declined: refuses such starts. */
  START("start"),
  /** Creates schema and tables if configured to (R10). Declined: refuses that setting. */
  CREATE_TABLES("create-tables");

  private final String code;

  Capability(String code) {
    this.code = code;
  }

  /** Its name in descriptors and reports. */
  public String code() {
    return code;
  }

  /** The capability with this name, or empty where there is none. */
  public static Optional<Capability> of(String code) {
    return Arrays.stream(values()).filter(c -> c.code.equals(code)).findFirst();
  }

  static String codes() {
    return Arrays.stream(values()).map(Capability::code).collect(Collectors.joining(", "));
  }
}
