// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.command;

import dev.sluice.lab.run.Progress;
import java.util.Locale;

/** Prefixes each step with the name of its section. */
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
