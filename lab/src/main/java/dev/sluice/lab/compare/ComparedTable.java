// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineMode;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The compared tables, each with the columns that name a row (R7 to R9). */
public enum ComparedTable {
  PROCESSED_EVENTS("identity"),
  LATE_EVENTS("source_partition", "source_offset"),
  DEAD_LETTERS("source_partition", "source_offset"),
  LEDGER("topic", "partition");

  /** Every table; compared for a mode that keeps a ledger. */
  public static final Set<ComparedTable> ALL =
      Collections.unmodifiableSet(EnumSet.allOf(ComparedTable.class));

  /** The tables of rows; compared for a mode that keeps no ledger. */
  public static final Set<ComparedTable> ROWS =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(LEDGER)));

  /** The tables to compare for a mode: without a ledger, only those of rows. */
  public static Set<ComparedTable> keptBy(EngineMode mode) {
    return mode.can(Capability.LEDGER) ? ALL : ROWS;
  }

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, which the type does not show
  private final List<String> key;

  ComparedTable(String... key) {
    this.key = List.of(key);
  }

  /** The name in Postgres, such as {@code processed_events}. */
  public String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The columns of the primary key, in order. */
  public List<String> key() {
    return key;
  }
}
