package dev.sluice.lab.run;

/** Is told what a long run is at. Safe for use by many threads. */
public interface Progress {

  /** Says nothing. */
  Progress NONE =
      new Progress() {
        @Override
        public void at(String what, long done, long total) {}

        @Override
        public void done(String what, String how) {}
      };

  /**
   * Something goes on.
   *
   * @param total how much there will be, or zero where nobody knows
   */
  void at(String what, long done, long total);

  /** Something came to its end. */
  void done(String what, String how);
}
