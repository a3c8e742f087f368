package dev.sluice.bench;

import dev.sluice.lab.run.Progress;
import java.util.Locale;

/** Says before each thing which section it is of. */
record SectionProgress(String section, Progress progress) implements Progress {

  @Override
  public void at(String what, long done, long total) {
    progress.at(named(what), done, total);
  }

  @Override
  public void done(String what, String how) {
    progress.done(named(what), how);
  }

  private String named(String what) {
    return String.format(Locale.ROOT, "%-10s %-21s", section, what);
  }
}
