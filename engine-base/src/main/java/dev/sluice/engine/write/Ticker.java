// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

/** The writer's clock: for backoff and deadline; never for a row. */
interface Ticker {

  Ticker SYSTEM =
      new Ticker() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void sleep(long millis) throws InterruptedException {
          Thread.sleep(millis);
        }
      };

  long nanoTime();

  void sleep(long millis) throws InterruptedException;
}
