// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WaitsTest {

  @Test
  void whatASessionDoesIsToldByItsStateAndWhileActiveByItsWait() {
    assertEquals("on a processor", Waits.name("active", null));
    assertEquals("IO:WALSync", Waits.name("active", "IO:WALSync"));
    assertEquals(
        "waits for the client, in a transaction",
        Waits.name("idle in transaction", "Client:ClientRead"));
    assertEquals(
        "waits for the client, in a transaction",
        Waits.name("idle in transaction (aborted)", "Client:ClientRead"));
    assertEquals("idle", Waits.name("idle", "Client:ClientRead"));
  }
}
