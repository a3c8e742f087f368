package dev.sluice.bench.throughput;

import dev.sluice.lab.engine.EngineChild;
import java.util.List;

/** Somebody who looks at a contestant from outside while it drains. */
public interface DrainWatch {

  /** Nobody. */
  DrainWatch NONE =
      new DrainWatch() {
        @Override
        public List<String> jvmOptions() {
          return List.of();
        }

        @Override
        public void begin(EngineChild child) {}
      };

  /** Further options that the contestant's JVM is started with; none holds a space. */
  List<String> jvmOptions();

  /**
   * Begins to look, and returns at once. Nobody says when to stop: the process ends.
   *
   * @param child just started
   */
  void begin(EngineChild child);
}
