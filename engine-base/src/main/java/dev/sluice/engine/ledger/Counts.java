package dev.sluice.engine.ledger;

import java.util.Map;

/** Stub. */
public record Counts(Map<String, Long> asMap) {
  public long sum() {
    return asMap.values().stream().mapToLong(Long::longValue).sum();
  }
}
