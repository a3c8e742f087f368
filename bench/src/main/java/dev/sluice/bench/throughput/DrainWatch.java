// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.lab.engine.EngineChild;
import java.util.List;

/** Observes a contestant from outside while it drains. */
public interface DrainWatch {

  /** Observes nothing. */
  DrainWatch NONE =
      new DrainWatch() {
        @Override
        public List<String> jvmOptions() {
          return List.of();
        }

        @Override
        public void begin(EngineChild child) {}
      };

  /** Additional options for the contestant's JVM; none contains a space. */
  List<String> jvmOptions();

  /**
   * Starts to observe, and returns at once. The observation ends when the process does.
   *
   * @param child the process, just started
   */
  void begin(EngineChild child);
}
