// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract's vectors, as far as their outcome depends only on the value. */
class VectorsTest {

  static List<Vector> vectors() throws IOException {
    return Vector.all();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void r3_valueDecodesToTheVectorsOutcome(Vector vector) {
    Decoded decoded = new EventDecoder().decode(vector.value());
    if (decoded instanceof Decoded.Bad bad) {
      assertEquals("malformed", vector.outcome());
      assertEquals(vector.reason(), bad.reason().code());
      return;
    }
    Event event = ((Decoded.Ok) decoded).event();
    if (vector.outcome().equals("malformed")) {
      assertEquals(Reason.FROM_THE_FUTURE.code(), vector.reason());
    } else if (vector.row() != null) {
      assertEquals(vector.row(), row(event));
    }
  }

  @Test
  void everyOutcomeAndEveryReasonOccurs() throws IOException {
    List<Vector> vectors = Vector.all();
    assertTrue(vectors.size() >= 150, "vectors: " + vectors.size());
    assertEquals(
        Set.of("accepted", "filtered", "late", "malformed"),
        vectors.stream().map(Vector::outcome).collect(Collectors.toSet()));
    Set<String> reasons =
        vectors.stream()
            .filter(vector -> vector.outcome().equals("malformed"))
            .map(Vector::reason)
            .collect(Collectors.toSet());
    for (Reason reason : Reason.values()) {
      assertTrue(reasons.remove(reason.code()), "no vector for " + reason);
    }
    assertEquals(Set.of(), reasons, "reasons that are not in the list");
  }

  @Test
  void namesAndIdentitiesAreUnique() throws IOException {
    Set<Object> names = new HashSet<>();
    Set<Object> identities = new HashSet<>();
    for (Vector vector : Vector.all()) {
      assertTrue(names.add(vector.name()), "twice: " + vector.name());
      Object identity = vector.row() == null ? null : vector.row().get("identity");
      assertTrue(
          identity == null || identity.equals("p:*") || identities.add(identity),
          "twice: " + identity);
      assertEquals(
          vector.outcome().equals("accepted") || vector.outcome().equals("late"),
          vector.row() != null,
          vector.name());
    }
    assertNotEquals(0, identities.size());
  }

  private static Map<String, Object> row(Event event) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("identity", event.eventId() == null ? "p:*" : "e:" + event.eventId());
    row.put("event_time", EventTime.format(event.eventTimeMicros()));
    row.put("host", event.host());
    row.put("url", event.url());
    row.put("ip", event.ip());
    row.put("method", event.method());
    row.put("status", event.status() == null ? null : (long) event.status());
    row.put("bytes", event.bytes());
    row.put("referrer", event.referrer());
    row.put("user_agent", event.userAgent());
    row.values().removeIf(value -> value == null);
    return row;
  }
}
