// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

/** Receives the progress of a long run. Thread-safe. */
public interface Progress {

  /** Ignores all progress. */
  Progress NONE =
      new Progress() {
        @Override
        public void at(String what, long done, long total) {}

        @Override
        public void done(String what, String how) {}
      };

  /**
   * A step is under way.
   *
   * @param total how much there will be, or zero if unknown
   */
  void at(String what, long done, long total);

  /** A step has ended. */
  void done(String what, String how);
}
