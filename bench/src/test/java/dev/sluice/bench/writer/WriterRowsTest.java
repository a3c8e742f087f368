// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.model.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WriterRowsTest {

  private static final long SEED = 7;
  private static final int COUNT = 2_000;

  private static List<String> identities(long seed) {
    return WriterRows.of(seed, COUNT).stream()
        .map(decision -> IdentifiedRow.of(List.of(decision)).get(0).identity())
        .toList();
  }

  @Test
  void identitiesAreUuidsOfTheSeedAndNoneComesTwice() {
    List<String> identities = identities(SEED);
    assertEquals(COUNT, identities.stream().distinct().count());
    for (String identity : identities) {
      assertEquals(identity, "e:" + UUID.fromString(identity.substring(2)));
    }
    assertEquals(identities, identities(SEED));
    assertNotEquals(identities, identities(SEED + 1));
  }

  @Test
  void offsetsOfAPartitionBeginAtZeroAndHaveNoGap() {
    Map<Integer, Long> next = new HashMap<>();
    for (DecidedRecord decision : WriterRows.of(SEED, COUNT)) {
      Position position = decision.record().position();
      assertEquals(next.getOrDefault(position.partition(), 0L), position.offset());
      next.put(position.partition(), position.offset() + 1);
    }
    assertEquals(WriterRows.PARTITIONS, next.size());
  }

  @Test
  void ofOneIdentityTheRowAtTheLowestPositionIsLeft() {
    List<DecidedRecord> rows = WriterRows.of(SEED, 2);
    List<IdentifiedRow> sorted =
        IdentifiedRow.sorted(List.of(rows.get(1), rows.get(0), rows.get(1), rows.get(0)));
    List<String> identities =
        IdentifiedRow.of(rows).stream().map(IdentifiedRow::identity).sorted().toList();
    assertEquals(identities, sorted.stream().map(IdentifiedRow::identity).toList());
  }
}
