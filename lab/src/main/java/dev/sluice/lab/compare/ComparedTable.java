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

  /** Every table: what an engine that keeps the ledger is measured by. */
  public static final Set<ComparedTable> ALL =
      Collections.unmodifiableSet(EnumSet.allOf(ComparedTable.class));

  /** The tables of rows: all that a mode without a ledger can be measured by. */
  public static final Set<ComparedTable> ROWS =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(LEDGER)));

  /** The tables that a mode can be measured by: without a ledger, those of rows. */
  public static Set<ComparedTable> keptBy(EngineMode mode) {
    return mode.can(Capability.LEDGER) ? ALL : ROWS;
  }

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable, which the type can't say
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
