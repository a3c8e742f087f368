// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.kit.testbed.KeptRows;
import dev.sluice.kit.testbed.Vectors;
import dev.sluice.model.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Compares an engine's tables with the hand-written outcomes of the vectors. The index of a vector
 * in the file is its offset in partition 0.
 *
 * @param topic the topic that has the vectors
 * @param rows the rows that the engine left
 */
record VectorCheck(Vectors vectors, String topic, KeptRows rows) {

  private static final String NOWHERE = "no row, as for a filtered event";
  private static final List<String> RAW_COLUMNS = List.of("raw", "raw_length", "raw_sha256");
  private static final List<String> LATE_COLUMNS =
      List.of("identity", "event_time", "lateness_micros", "reason");

  /** Asserts the outcomes of the vectors that are about one rule of the contract. */
  void checkRule(String rule) {
    check(rule, vectors.all().stream().filter(vector -> vector.rule().equals(rule)).toList());
  }

  /** Asserts the outcomes of all vectors. */
  void checkAll() {
    check(vectors.file(), vectors.all());
  }

  private void check(String what, List<Vectors.Vector> some) {
    assertFalse(some.isEmpty(), () -> vectors.file() + ": has no vector of " + what);
    List<String> wrong = new ArrayList<>();
    for (Vectors.Vector vector : some) {
      String expected = expected(vector);
      String found = found(place(vector));
      if (!found.equals(expected)) {
        wrong.add("%s: expected %s, found %s".formatted(vector.name(), expected, found));
      }
    }
    if (!wrong.isEmpty()) {
      fail(
          "%s: %d of %d vectors are wrong: %s"
              .formatted(what, wrong.size(), some.size(), String.join("; ", wrong)));
    }
  }

  private Position place(Vectors.Vector vector) {
    return new Position(0, vectors.all().indexOf(vector));
  }

  /** Describes the rows of a record in all tables, with the columns that vectors specify. */
  private String found(Position place) {
    List<String> found = new ArrayList<>();
    if (rows.processed().containsKey(place)) {
      found.add("accepted " + rows.processed().get(place));
    }
    if (rows.late().containsKey(place)) {
      found.add("late " + only(rows.late().get(place), LATE_COLUMNS));
    }
    if (rows.dead().containsKey(place)) {
      found.add("malformed " + rows.dead().get(place).get("reason"));
    }
    return found.isEmpty() ? NOWHERE : String.join(" and ", found);
  }

  private String expected(Vectors.Vector vector) {
    return switch (vector.outcome()) {
      case "accepted" -> "accepted " + row(vector);
      case "late" -> {
        Map<String, String> late = only(row(vector), LATE_COLUMNS);
        late.put("lateness_micros", vector.latenessMicros().toString());
        late.put("reason", "late");
        yield "late " + late;
      }
      case "malformed" -> "malformed " + vector.reason();
      default -> NOWHERE;
    };
  }

  private Map<String, String> row(Vectors.Vector vector) {
    Map<String, String> columns = new TreeMap<>();
    vector.row().properties().forEach(each -> columns.put(each.getKey(), each.getValue().asText()));
    columns.replace("identity", "p:*", "p:" + topic + "-0-" + place(vector).offset());
    return columns;
  }

  private static Map<String, String> only(Map<String, String> row, List<String> columns) {
    Map<String, String> some = new TreeMap<>(row);
    some.keySet().retainAll(columns);
    return some;
  }

  /** Asserts that the kept bytes of late and malformed values are the first bytes of the values. */
  void checkRaw() {
    for (Vectors.Vector vector : vectors.all()) {
      Map<String, String> row =
          rows.late().getOrDefault(place(vector), rows.dead().get(place(vector)));
      if (row != null) {
        assertEquals(KeptRows.raw(vector.value()), only(row, RAW_COLUMNS), vector.name());
      }
    }
  }

  /** Asserts that the ledger has counted every vector under its outcome. */
  void checkCounts(LedgerRow ledger) {
    Map<String, List<String>> byKey =
        vectors.all().stream()
            .collect(
                Collectors.groupingBy(
                    Vectors.Vector::key,
                    TreeMap::new,
                    Collectors.mapping(Vectors.Vector::name, Collectors.toList())));
    byKey.forEach(
        (key, names) ->
            assertEquals(
                names.size(), ledger.counts().get(key), () -> "counted as " + key + ": " + names));
    assertEquals(vectors.all().size(), ledger.counts().sum(), "records seen");
    assertEquals(vectors.all().size(), ledger.next(), "the offset after the last record");
  }
}
