// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.ledger.LedgerException;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class FailureTextTest {

  private static String reason(Throwable failure) {
    return FailureText.WITHOUT_SECRETS.reason(failure);
  }

  /** An engine wraps it, and a client's failure does not name the sink. */
  @Test
  void r13_ourOwnFailureAmongTheCausesIsNamed() {
    Throwable ours = new LedgerException("writing t to topics w: last: gone", new IOException());
    assertEquals(
        "java.lang.IllegalStateException: a thread failed; caused by writing t to topics w: last:"
            + " gone; caused by java.io.IOException",
        reason(new IllegalStateException("a thread failed", new RuntimeException("task", ours))));
  }

  @Test
  void aCauseThatIsNamedAlreadyIsNotRepeated() {
    Throwable ours = new LedgerException("writing t: gone", new IOException("gone"));
    assertEquals("writing t: gone", reason(ours));
    assertEquals(
        "java.lang.IllegalStateException: failed; caused by writing t: gone",
        reason(new IllegalStateException("failed", ours)));
    assertEquals(
        "java.lang.IllegalStateException: dev.sluice.engine.ledger.LedgerException: writing t: gone",
        reason(new IllegalStateException(ours)));
  }

  @Test
  void withoutAFailureOfOursTheRootIsNamed() {
    assertEquals(
        "java.lang.IllegalStateException: it broke; caused by java.io.IOException: deep",
        reason(
            new IllegalStateException(
                "it broke", new RuntimeException("between", new IOException("deep")))));
  }
}
