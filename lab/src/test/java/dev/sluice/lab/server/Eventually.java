// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waits for what a test promises, with a deadline that a busy machine meets too. */
public final class Eventually {

  private static final long SECONDS = 60;

  public static void eventually(String promise, BooleanSupplier condition) {
    if (!Waiting.until(condition, TimeUnit.SECONDS.toNanos(SECONDS))) {
      fail("not within " + SECONDS + " s: " + promise);
    }
  }

  private Eventually() {}
}
