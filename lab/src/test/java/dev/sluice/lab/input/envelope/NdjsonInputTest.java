// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.envelope;

import static dev.sluice.lab.input.select.InputFiles.open;
import static dev.sluice.lab.input.select.InputFiles.records;
import static dev.sluice.lab.input.select.InputFiles.value;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.FirstLines;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputFacts;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.Label;
import dev.sluice.lab.input.select.InputFormat;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.input.select.Inputs;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.model.EventField;
import dev.sluice.model.EventMapping;
import dev.sluice.model.FieldPath;
import dev.sluice.model.FieldSource;
import dev.sluice.model.TimeFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonInputTest {

  private static final InputOptions STANDARD_INPUT = InputOptions.from("-");
  private static final String EVENT =
      "{\"event_time\":\"%s\",\"host\":\"shop.example\",\"url\":\"/\",\"ip\":\"203.0.113.%d\"}";

  @Test
  void generatedTrafficComesBackToTheByte(@TempDir Path folder) throws IOException {
    TrafficGenerator traffic = TrafficGenerator.of(9, 12_000, 8, TrafficProfile.defaults());
    List<InputRecord> written = records(traffic);
    Path file = folder.resolve("traffic.gz.misnamed");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      EnvelopeWriter writer = new EnvelopeWriter(out);
      for (InputRecord record : written) {
        writer.write(record);
      }
    }
    Input input = Inputs.open(InputOptions.from(file.toString()));
    List<InputRecord> read = records(input);
    assertEquals(written.size(), read.size());
    for (int i = 0; i < read.size(); i++) {
      assertSame(written.get(i), read.get(i), "record " + i + " of seed 9");
    }
    assertEquals(8, input.partitions());
    assertEquals(inTermsOf(traffic.facts()), inTermsOf(input.facts()));
    assertEquals(12_000, records(input).size(), "it can be read again");
  }

  @Test
  void valuesThatAreNoTextTravelInBase64() throws IOException {
    assertEquals(
        "{\"partition\":1,\"timestamp\":2,\"value_base64\":\"/wA=\"}\n",
        written(new InputRecord(1, 2, null, new byte[] {(byte) 0xff, 0}, null)));
    assertEquals(
        "{\"partition\":1,\"timestamp\":2,\"key_base64\":\"gA==\",\"value\":null,"
            + "\"label\":{\"outcome\":\"malformed\",\"reason\":\"null_value\"}}\n",
        written(
            new InputRecord(
                1, 2, new byte[] {(byte) 0x80}, null, new Label("malformed", "null_value"))));
    assertEquals(
        "{\"partition\":0,\"timestamp\":0,\"key\":\"é\",\"value\":\"a\\n\\\"\\u0000\"}\n",
        written(
            new InputRecord(
                0,
                0,
                new byte[] {(byte) 0xc3, (byte) 0xa9},
                new byte[] {'a', '\n', '"', 0},
                null)));
  }

  @Test
  void aPlainLinesTimestampIsTheRunningMaximumOfTheEventTimes() {
    Input input =
        open(
            STANDARD_INPUT,
            String.join(
                "\n",
                "no event yet",
                EVENT.formatted("1970-01-01T00:00:10.0009Z", 1),
                EVENT.formatted("1970-01-01T00:00:04Z", 2),
                "{\"broken",
                EVENT.formatted("1970-01-01T00:00:12Z", 1)));
    List<InputRecord> records = records(input);
    assertEquals(
        List.of(0L, 10_000L, 10_000L, 10_000L, 12_000L),
        records.stream().map(InputRecord::timestampMillis).toList());
    assertEquals(records.get(1).partition(), records.get(4).partition(), "the same client");
    assertEquals("no event yet", value(records.get(0)));
    assertEquals("{\"broken", value(records.get(3)));
    InputFacts facts = input.facts();
    assertEquals(5, facts.records());
    assertEquals(3, facts.events());
    assertEquals(1, facts.behind());
    assertEquals(6_000_900, facts.maxBehindMicros());
    assertEquals("1970-01-01T00:00:04Z", facts.firstEventTime().toString());
    assertEquals("1970-01-01T00:00:12Z", facts.lastEventTime().toString());
  }

  @Test
  void timesBeforeTheEpochLeaveTheTimestampAbsent() {
    List<InputRecord> records =
        records(open(STANDARD_INPUT, EVENT.formatted("1960-01-01T00:00:00Z", 1)));
    assertEquals(0, records.get(0).timestampMillis());
  }

  @Test
  void windowsLineEndsAndBlankLinesAreNoPartOfAValue() {
    Input input = open(STANDARD_INPUT, "{}\r\n\r\n\n{} \r\n \n{}");
    assertEquals(List.of("{}", "{} ", " ", "{}"), texts(input));
    assertEquals(2, input.facts().blankLines());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"timestamp\":1,\"value\":\"v\"}",
        "{\"partition\":-1,\"timestamp\":1,\"value\":\"v\"}",
        "{\"partition\":0,\"timestamp\":-1,\"value\":\"v\"}",
        "{\"partition\":0,\"timestamp\":1.5,\"value\":\"v\"}",
        "{\"partition\":0,\"timestamp\":99999999999999999999,\"value\":\"v\"}",
        "{\"partition\":0,\"timestamp\":1,\"value\":17}",
        "{\"partition\":0,\"timestamp\":1,\"value\":\"\\ud800\"}",
        "{\"partition\":0,\"timestamp\":1,\"value\":\"v\",\"value_base64\":\"dg==\"}",
        "{\"partition\":0,\"timestamp\":1,\"value_base64\":\"?\"}",
        "{\"partition\":0,\"timestamp\":1,\"value\":\"v\",\"headers\":{}}",
        "{\"partition\":0,\"timestamp\":1,\"value\":\"v\",\"label\":{\"outcome\":\"lost\"}}",
        "{\"partition\":0,\"timestamp\":1,\"value\":\"v\",\"label\":{\"outcome\":\"filtered\"}}",
        "{\"partition\":0,\"timestamp\":1,\"value\":\"v\",\"label\":[{\"outcome\":\"late\"}]}"
      })
  void aBrokenEnvelopeIsARecordAsItStandsAndIsCounted(String line) {
    Input input =
        open(STANDARD_INPUT, line + "\n{\"partition\":3,\"timestamp\":5,\"value\":\"v\"}");
    assertEquals(List.of(line, "v"), texts(input));
    assertEquals(1, input.facts().brokenEnvelopes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"timestamp\":1,\"value\":\"v\",\"event_time\":\"x\"}",
        "{\"partition\":0,\"timestamp\":1}",
        "{\"partition\":0,\"value\":\"v\"}",
        "{\"partition\":0,\"timestamp\":1,\"value\":\"v\"",
        "{\"partition\":0,\"timestamp\":1,\"value\":\"v\"} x",
        "{\"partition\":0,\"partition\":0,\"timestamp\":1,\"value\":\"v\"}"
      })
  void whatIsNoEnvelopeIsAValue(String line) {
    Input input = open(STANDARD_INPUT, line);
    assertEquals(List.of(line), texts(input));
    assertEquals(0, input.facts().brokenEnvelopes());
  }

  @Test
  void anEnvelopeOfAPartitionThatIsNotThereIsRefusedByLine() {
    Input input =
        open(
            STANDARD_INPUT.withPartitions(2),
            "\n{\"partition\":2,\"timestamp\":5,\"value\":\"v\"}");
    ConfigException refused = assertThrows(ConfigException.class, () -> records(input));
    assertEquals(
        "--partitions: 2 are too few: line 2 of standard input names partition 2",
        refused.getMessage());
  }

  @Test
  void standardInputIsReadOnce() {
    Input input = open(STANDARD_INPUT, "{}");
    assertEquals(1, records(input).size());
    assertThrows(IllegalStateException.class, input::records);
  }

  @Test
  void atMostSoManyRecordsAreTaken() {
    assertEquals(2, records(open(STANDARD_INPUT.withEvents(2), "{}\n{}\n{}\n")).size());
  }

  /** R3 has a reason for a mark in a value; the start of a file is not part of any value. */
  @Test
  void r3_aByteOrderMarkIsSkippedAtTheFilesHeadAndStaysInEveryValue() {
    String envelope = "{\"partition\":0,\"timestamp\":5,\"value\":\"\ufeffv\"}";
    assertEquals(
        List.of("\ufeffv", "\ufeff{}"),
        texts(open(STANDARD_INPUT, "\ufeff" + envelope + "\n\ufeff{}")));
    assertEquals(List.of("{}", "\ufeff{}"), texts(open(STANDARD_INPUT, "\ufeff{}\n\ufeff{}\n")));
  }

  @Test
  void aMappingGivesTheTimesAndAddressesOfPlainLines() {
    EventMapping mapping =
        new EventMapping(
            Map.of(
                EventField.EVENT_TIME, at(TimeFormat.Named.EPOCH_MILLIS, "timestamp"),
                EventField.HOST, new FieldSource.Constant("shop.example"),
                EventField.URL, at(null, "value"),
                EventField.IP, at(null, "client", "ip")));
    String first =
        "{\"timestamp\":1767225610000,\"value\":\"/a\",\"client\":{\"ip\":\"203.0.113.9\"}}";
    String second =
        "{\"client\":{\"ip\":\"203.0.113.9\"},\"timestamp\":1767225600000,\"value\":\"/\"}";
    String broken = "{\"timestamp\":1767225620000,\"value\":7}";
    Input input =
        open(
            STANDARD_INPUT.withMapping(mapping).withPartitions(8),
            String.join("\n", first, second, broken));
    List<InputRecord> records = records(input);
    assertEquals(
        List.of(1_767_225_610_000L, 1_767_225_610_000L, 1_767_225_610_000L),
        records.stream().map(InputRecord::timestampMillis).toList());
    assertEquals(records.get(0).partition(), records.get(1).partition(), "the same client");
    assertEquals(2, input.facts().events());
    assertEquals(10_000_000, input.facts().maxBehindMicros());
    assertEquals(1, input.facts().brokenEnvelopes(), "events are not, though they look like some");
  }

  @Test
  void anEmptyInputHasNoRecords() {
    assertEquals(List.of(), records(open(STANDARD_INPUT, "")));
  }

  @Test
  void whatIsNeitherIsRefusedUnlessTheFormatIsGiven() {
    assertThrows(ConfigException.class, () -> open(STANDARD_INPUT, "time,host\n1,2\n"));
    Input given = open(STANDARD_INPUT.withFormat(InputFormat.NDJSON), "time,host\n1,2\n");
    assertEquals(List.of("time,host", "1,2"), texts(given));
    assertThrows(
        ConfigException.class, () -> Inputs.open(InputOptions.from("no/such/file.ndjson")));
  }

  @Test
  void aCutGzipFileIsAnErrorThatNamesTheLine(@TempDir Path folder) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      EnvelopeWriter writer = new EnvelopeWriter(out);
      for (InputRecord record :
          records(TrafficGenerator.of(1, 2_000, 1, TrafficProfile.defaults()))) {
        writer.write(record);
      }
    }
    byte[] cut = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    Path file = Files.write(folder.resolve("cut.ndjson.gz"), cut);
    Input input = Inputs.open(InputOptions.from(file.toString()).withPartitions(1));
    UncheckedIOException cutOff = assertThrows(UncheckedIOException.class, () -> records(input));
    assertTrue(cutOff.getMessage().startsWith("cut.ndjson.gz, line "), cutOff.getMessage());
  }

  private static FieldSource at(TimeFormat format, String... path) {
    return FieldSource.Member.of(new FieldPath(List.of(path)), format);
  }

  private static List<String> texts(Input input) {
    return records(input).stream().map(record -> value(record)).toList();
  }

  private static String written(InputRecord record) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new EnvelopeWriter(out).write(record);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void assertSame(InputRecord expected, InputRecord actual, String message) {
    assertEquals(expected.partition(), actual.partition(), message);
    assertEquals(expected.timestampMillis(), actual.timestampMillis(), message);
    assertEquals(expected.label(), actual.label(), message);
    assertSameBytes(expected.key(), actual.key(), message);
    assertSameBytes(expected.value(), actual.value(), message);
  }

  private static void assertSameBytes(byte[] expected, byte[] actual, String message) {
    if (expected == null) {
      assertNull(actual, message);
    } else {
      assertArrayEquals(expected, actual, message);
    }
  }

  /** All facts except those about where the records came from. */
  private static InputFacts inTermsOf(InputFacts facts) {
    return new InputFacts(
        "",
        "",
        OptionalLong.empty(),
        facts.partitions(),
        facts.records(),
        facts.events(),
        facts.behind(),
        facts.maxBehindMicros(),
        facts.duplicates(),
        facts.labels(),
        facts.firstEventTime(),
        facts.lastEventTime(),
        facts.unparsedLines(),
        facts.brokenEnvelopes(),
        facts.headerLines(),
        facts.blankLines(),
        facts.trackedHosts(),
        new FirstLines());
  }
}
