// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Section;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.run.SinkKind;

/** Measures where the time of a drain goes: which threads, which layers, which waits. */
public final class ProfileSection implements Section {

  private static final String NAME = "profile";
  private static final long EVENTS = 3_000_000;
  private static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;

  private final SinkKind sink;
  private final long events;

  /**
   * @param sink where the contestants write to
   */
  public ProfileSection(SinkKind sink) {
    this(sink, EVENTS);
  }

  /** The same with a different number of events. */
  ProfileSection(SinkKind sink, long events) {
    this.sink = sink;
    this.events = events;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Findings run(Bench bench) throws Exception {
    if (bench.quick()) {
      return Findings.leftOut(
          NAME, ProfileFindings.TITLE, "each contestant drains 3 million events.");
    }
    ProfilePlan plan =
        new ProfilePlan(bench.seed(), events, PARTITIONS, PARALLELISM, bench.engines(), sink);
    ResultFile<ProfileResult> file =
        ResultFile.open(bench.folder(), NAME, plan, ProfileResult.class);
    new Profile(bench, plan, file).measure();
    return ProfileFindings.of(NAME, plan, file.results());
  }
}
