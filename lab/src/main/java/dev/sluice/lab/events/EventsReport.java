// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.events;

import static dev.sluice.lab.report.Numbers.number;
import static java.util.stream.Collectors.joining;

import dev.sluice.engine.config.Json;
import dev.sluice.lab.input.FirstLines;
import dev.sluice.lab.input.select.InputHint;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.Facts;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Headline;
import dev.sluice.lab.report.Items;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.report.TextWrap;
import dev.sluice.lab.report.Tone;
import dev.sluice.lab.run.DecisionHint;
import dev.sluice.model.EventField;
import dev.sluice.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Renders what a mapping made of an input, for a console or for a program. */
public final class EventsReport {

  private static final int INDENT = 2;
  private static final int SHOWN = 160;
  private static final int EXAMPLE = 80;
  private static final String MALFORMED = "malformed:";

  private final EventsTrial trial;

  private EventsReport(EventsTrial trial) {
    this.trial = trial;
  }

  /** The report for a terminal of 100 columns. */
  public static String console(EventsTrial trial, Style style) {
    EventsReport report = new EventsReport(trial);
    return ConsoleReport.render(report.chapters(), style)
        + ConsoleReport.render(report.headline(), style);
  }

  private List<Chapter> chapters() {
    List<Chapter> chapters = new ArrayList<>();
    chapters.add(new Chapter("", List.of(facts())));
    trial.first().forEach(record -> chapters.add(record(record)));
    if (trial.records() > 0) {
      chapters.add(outcomes());
      chapters.add(fields());
    }
    return chapters;
  }

  private Facts facts() {
    Map<String, List<String>> facts = new LinkedHashMap<>();
    facts.put(
        "Events",
        List.of(
            trial.source().events() == null
                ? "the contract's own names"
                : trial.source().events().shown()));
    String unmapped =
        Arrays.stream(EventField.values())
            .filter(field -> !trial.mapping().sources().containsKey(field))
            .map(EventField::key)
            .collect(joining(", "));
    if (!unmapped.isEmpty()) {
      facts.put("Not mapped", List.of(unmapped));
    }
    facts.put("Rules", List.of(trial.source().rulesName()));
    facts.put(
        "Input", List.of(trial.input().source(), trial.input().format(), counted(trial.records())));
    return new Facts(facts);
  }

  private static Chapter record(EventsTrial.Shown record) {
    Block block = new Items(List.of(oneLine(record, ConsoleReport.WIDTH - INDENT)));
    if (!record.fields().isEmpty()) {
      Map<String, List<String>> fields = new LinkedHashMap<>();
      for (FieldFinding field : record.fields()) {
        String line = field.from() + " → " + field.became();
        fields.put(field.field().key(), List.of(TextWrap.cut(line, SHOWN)));
      }
      block = new Facts(fields);
    }
    String title = "Record %s: %s".formatted(number(record.number()), record.outcome());
    return new Chapter(title, List.of(block));
  }

  private Chapter outcomes() {
    List<Grid.Row> rows =
        trial.endings().stream()
            .map(
                ending ->
                    Grid.Row.of(
                        List.of(
                            Grid.Cell.of(ending.example().outcome()),
                            Grid.Cell.of(number(ending.count())),
                            Grid.Cell.of(share(ending.count())))))
            .toList();
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Grid(List.of("outcome", "records", "share"), rows));
    List<String> examples =
        malformed().stream()
            .map(
                ending -> {
                  String head =
                      "%s, record %s: "
                          .formatted(reason(ending), number(ending.example().number()));
                  return head + fault(ending) + oneLine(ending.example(), EXAMPLE);
                })
            .toList();
    if (!examples.isEmpty()) {
      blocks.add(new Items(examples));
    }
    return new Chapter("What becomes of " + counted(trial.records()), blocks);
  }

  /** The first field that has the reason, and why; empty if the value as a whole has it. */
  private static String fault(EventsTrial.Ending ending) {
    return ending.example().fields().stream()
        .filter(field -> field.defect().map(Reason::code).equals(Optional.of(reason(ending))))
        .map(
            field ->
                TextWrap.cut(
                        "%s from %s: %s"
                            .formatted(
                                field.field().key(),
                                field.from(),
                                field.became().substring(reason(ending).length() + 2)),
                        SHOWN)
                    + "; ")
        .findFirst()
        .orElse("");
  }

  private Chapter fields() {
    return new Chapter(
        "Fields that never occur",
        List.of(
            trial.absent().isEmpty()
                ? new Paragraph("None: each field occurs.")
                : new Items(trial.absent().stream().map(EventsReport::words).toList())));
  }

  private static String words(EventsTrial.Absent absent) {
    return "%s: nothing is at %s%s"
        .formatted(
            absent.field().key(),
            absent.from(),
            absent.suggested().isEmpty()
                ? ""
                : "; the data have " + String.join(", ", absent.suggested()));
  }

  private Headline headline() {
    long events = trial.events();
    List<String> reasons = new ArrayList<>();
    if (trial.records() == 0) {
      reasons.add("%s has no records.".formatted(trial.input().source()));
    } else if (events == 0) {
      reasons.add("The commonest reason is " + reason(malformed().get(0)) + ".");
    } else if (trial.accepted() == 0) {
      reasons.add("None of them is accepted by these rules and times, so none becomes a row.");
    }
    InputHint.of(trial.input().firstLines())
        .filter(hint -> events == 0)
        .or(() -> DecisionHint.of(trial.counts(), trial.source()))
        .ifPresent(reasons::add);
    if (events == 0) {
      return new Headline(Tone.BAD, "No record is an event", reasons);
    }
    return new Headline(
        trial.accepted() > 0 ? Tone.GOOD : Tone.BAD,
        "Events: %s of %s".formatted(number(events), counted(trial.records())),
        reasons);
  }

  /** The outcomes that are reasons, the commonest first. */
  private List<EventsTrial.Ending> malformed() {
    return trial.endings().stream()
        .filter(ending -> ending.example().outcome().startsWith(MALFORMED))
        .sorted(Comparator.comparingLong(EventsTrial.Ending::count).reversed())
        .toList();
  }

  private static String reason(EventsTrial.Ending ending) {
    return ending.example().outcome().substring(MALFORMED.length());
  }

  /** One JSON object per line: the first records, then the outcomes, then the absent fields. */
  public static String json(EventsTrial trial) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (EventsTrial.Shown record : trial.first()) {
      Map<String, Object> fields = new LinkedHashMap<>();
      record
          .fields()
          .forEach(
              field ->
                  fields.put(
                      field.field().key(),
                      ordered(
                          "from",
                          field.from(),
                          "defect",
                          field.defect().map(Reason::code).orElse(null),
                          "became",
                          field.became())));
      lines.add(ordered("record", record.number(), "outcome", record.outcome(), "fields", fields));
    }
    for (EventsTrial.Ending ending : trial.endings()) {
      EventsTrial.Shown example = ending.example();
      lines.add(
          ordered(
              "outcome",
              example.outcome(),
              "count",
              ending.count(),
              "of",
              trial.records(),
              "first_record",
              example.number(),
              "example",
              text(example)));
    }
    for (EventsTrial.Absent absent : trial.absent()) {
      lines.add(
          ordered(
              "absent",
              absent.field().key(),
              "from",
              absent.from(),
              "suggested",
              absent.suggested()));
    }
    return lines.stream().map(Json::write).collect(joining("\n", "", "\n"));
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  private static String text(EventsTrial.Shown record) {
    return record.value() == null ? null : new String(record.value(), StandardCharsets.UTF_8);
  }

  private static String oneLine(EventsTrial.Shown record, int width) {
    return record.value() == null ? "(no value)" : FirstLines.shown(record.value(), width);
  }

  private static String counted(long records) {
    return number(records) + (records == 1 ? " record" : " records");
  }

  private String share(long part) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / trial.records());
  }
}
