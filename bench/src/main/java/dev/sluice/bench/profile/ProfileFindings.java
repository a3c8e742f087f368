// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.bench.report.Findings;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.StackChart;
import dev.sluice.lab.run.SinkKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Turns the profiles into findings. A profile counts only if the output equals the oracle's. */
final class ProfileFindings {

  static final String TITLE = "Where the time goes";

  private static final double MICROS = 1e6;

  /** The percentage that a wait must exceed for at least one contestant to be listed. */
  private static final double LEAST_WAIT = 1;

  private final ProfilePlan plan;
  private final List<ProfileResult> results;

  private ProfileFindings(ProfilePlan plan, List<ProfileResult> results) {
    this.plan = plan;
    this.results = results.stream().filter(ProfileResult::isValid).toList();
  }

  static Findings of(String section, ProfilePlan plan, List<ProfileResult> results) {
    ProfileFindings findings = new ProfileFindings(plan, results);
    return new Findings(
        section,
        List.of(new Chapter(TITLE, findings.blocks())),
        results,
        List.of(),
        results.stream()
            .filter(result -> !result.isValid())
            .map(result -> result.contestant() + ": " + result.problem())
            .toList());
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            String.format(
                Locale.ROOT,
                "Each contestant drains %,d events once, with the default rules. Profiling costs"
                    + " something, so no rates are reported. Processor time is what the kernel counts"
                    + " for each thread, sampled five times a second from the start of the process;"
                    + " the column for the whole process includes everything to its end.",
                plan.events())));
    blocks.add(seconds());
    blocks.add(micros());
    blocks.add(
        new Paragraph(
            "Every 20 ms the JVM samples the stacks of some threads that run Java code (JDK Flight"
                + " Recorder); samples count from the status line RUNNING on. A stack belongs to"
                + " the layer of its innermost frame that has one: JDK code counts for its caller."
                + " The ledger writer includes the sink and the Postgres driver; the Kafka client"
                + " consumes, and for topics it produces; the adapter is the rest of Sluice's"
                + " code."));
    blocks.add(layerChart());
    blocks.add(layers());
    if (plan.sink() == SinkKind.POSTGRES) {
      blocks.add(
          new Paragraph(
              "What the contestant's sessions in Postgres were doing, sampled 20 times a second:"
                  + " each session counts in each sample. A wait has the name that Postgres gives"
                  + " it, and is listed if it exceeds 1 % for any contestant."));
      blocks.add(waits());
    }
    blocks.add(new Paragraph("The methods that were most often the innermost frame."));
    results.forEach(result -> blocks.add(topFrames(result)));
    return blocks;
  }

  private Grid seconds() {
    List<String> heads = new ArrayList<>(List.of("processor time", "whole process, s"));
    for (ThreadKind kind : ThreadKind.values()) {
      heads.add(kind.title() + ", s");
      heads.add("% of threads");
    }
    List<List<String>> rows = new ArrayList<>();
    for (ProfileResult result : results) {
      List<String> row = new ArrayList<>(List.of(result.contestant(), show(result.cpuSeconds())));
      for (ThreadKind kind : ThreadKind.values()) {
        row.add(show(result.threadSeconds().get(kind)));
        row.add(show(result.percent(kind)));
      }
      rows.add(row);
    }
    return Grid.of(heads, rows);
  }

  private Grid micros() {
    List<String> heads = new ArrayList<>(List.of("processor time, µs/event", "whole process"));
    Stream.of(ThreadKind.values()).map(ThreadKind::title).forEach(heads::add);
    List<List<String>> rows = new ArrayList<>();
    for (ProfileResult result : results) {
      List<String> row = new ArrayList<>(List.of(result.contestant()));
      row.add(perEvent(result.cpuSeconds()));
      for (ThreadKind kind : ThreadKind.values()) {
        row.add(perEvent(result.threadSeconds().get(kind)));
      }
      rows.add(row);
    }
    return Grid.of(heads, rows);
  }

  private String perEvent(double seconds) {
    return String.format(Locale.ROOT, "%.2f", seconds * MICROS / plan.events());
  }

  private StackChart layerChart() {
    return new StackChart(
        "Stacks by layer, %",
        Stream.of(Layer.values()).map(Layer::title).toList(),
        results.stream()
            .filter(result -> result.samples() > 0)
            .map(
                result ->
                    new StackChart.Stack(
                        result.contestant(),
                        Stream.of(Layer.values()).map(result::percent).toList()))
            .toList());
  }

  private Grid layers() {
    List<String> heads = new ArrayList<>(List.of("stacks by layer, %"));
    Stream.of(Layer.values()).map(Layer::title).forEach(heads::add);
    heads.add("stacks");
    List<List<String>> rows = new ArrayList<>();
    for (ProfileResult result : results) {
      List<String> row = new ArrayList<>(List.of(result.contestant()));
      for (Layer layer : Layer.values()) {
        row.add(result.samples() == 0 ? Grid.UNKNOWN : show(result.percent(layer)));
      }
      row.add(number(result.samples()));
      rows.add(row);
    }
    return Grid.of(heads, rows);
  }

  private Grid waits() {
    List<String> heads = new ArrayList<>(List.of("sessions, % of samples"));
    results.forEach(result -> heads.add(result.contestant()));
    List<List<String>> rows =
        results.stream()
            .flatMap(result -> result.waits().keySet().stream())
            .distinct()
            .filter(wait -> most(wait) > LEAST_WAIT)
            .sorted(
                Comparator.comparingDouble(this::most)
                    .reversed()
                    .thenComparing(Comparator.naturalOrder()))
            .map(
                wait ->
                    Stream.concat(
                            Stream.of(wait),
                            results.stream().map(result -> show(result.percent(wait))))
                        .toList())
            .toList();
    return Grid.of(heads, rows);
  }

  private double most(String wait) {
    return results.stream().mapToDouble(result -> result.percent(wait)).max().orElse(0);
  }

  private static Grid topFrames(ProfileResult result) {
    return Grid.of(
        List.of(result.contestant(), "% of stacks"),
        result.topFrames().stream()
            .map(frame -> List.of(frame.shown(), show(result.percent(frame))))
            .toList());
  }

  private static String show(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
