// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import static dev.sluice.lab.input.select.InputFiles.open;
import static dev.sluice.lab.input.select.InputFiles.records;
import static dev.sluice.lab.input.select.InputFiles.value;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputFacts;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.select.InputFormat;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.input.select.Inputs;
import dev.sluice.model.Decoded;
import dev.sluice.model.Event;
import dev.sluice.model.EventDecoder;
import dev.sluice.model.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogInputTest {

  private static final InputOptions LOG = InputOptions.from("-").withHost("site.example");

  @Test
  void aLineBecomesAnEvent() {
    assertEquals(
        List.of(
            "{\"event_time\":\"2015-05-20T12:05:00+02:00\",\"host\":\"site.example\","
                + "\"url\":\"/a\\\"b\",\"ip\":\"203.0.113.9\",\"method\":\"GET\",\"status\":200,"
                + "\"bytes\":5,\"referrer\":\"https://a.example/\",\"user_agent\":\"A\\\\1\"}"),
        texts(
            open(
                LOG,
                "203.0.113.9 - - [20/May/2015:12:05:00 +0200] \"GET /a\\\"b HTTP/1.1\" 200 5"
                    + " \"https://a.example/\" \"A\\\\1\"")));
  }

  @Test
  void fieldsThatTheLineLacksAreAbsent() {
    assertEquals(
        List.of(
            "{\"event_time\":\"2015-05-20T12:05:17Z\",\"host\":\"site.example\",\"url\":\"-\","
                + "\"ip\":\"::1\",\"status\":408}"),
        texts(open(LOG, "::1 - - [20/May/2015:12:05:17 +0000] \"-\" 408 - \"-\" \"-\"\r\n")));
  }

  @Test
  void timestampsAreTheRunningMaximumOverAllPartitions() {
    Input input =
        open(
            LOG.withPartitions(8),
            "garbage first\n"
                + line("203.0.113.1", "01/Jan/2026:00:00:30 +0000")
                + line("203.0.113.2", "01/Jan/2026:00:00:10 +0000")
                + line("203.0.113.3", "01/Jan/2026:01:00:20 +0100")
                + "garbage again\n"
                + "\n"
                + line("203.0.113.1", "31/Dec/2025:23:00:31 -0100"));
    List<InputRecord> records = records(input);
    long base = 1_767_225_600_000L;
    assertEquals(
        List.of(0L, base + 30_000, base + 30_000, base + 30_000, base + 30_000, base + 31_000),
        records.stream().map(InputRecord::timestampMillis).toList());
    assertEquals(records.get(1).partition(), records.get(5).partition(), "the same client");
    assertEquals("garbage again", value(records.get(4)));
    InputFacts facts = input.facts();
    assertEquals(2, facts.unparsedLines());
    assertEquals(1, facts.blankLines());
    assertEquals(2, facts.behind());
    assertEquals(20_000_000, facts.maxBehindMicros());
  }

  @Test
  void hostsOfTheSiteAreTrackedAndThoseThatClientsNameAreNot() {
    Input input =
        open(
            LOG,
            "shop.example:443 "
                + line("203.0.113.1", "01/Jan/2026:00:00:30 +0000")
                + "203.0.113.1 - - [01/Jan/2026:00:00:30 +0000]"
                + " \"GET http://proxied.example/ HTTP/1.1\" 404 1\n"
                + line("203.0.113.1", "01/Jan/2026:00:00:30 +0000"));
    EventDecoder decoder = new EventDecoder();
    assertEquals(
        List.of("shop.example", "proxied.example", "site.example"),
        records(input).stream()
            .map(record -> ((Decoded.Ok) decoder.decode(record.value())).event().host())
            .toList());
    assertEquals(Set.of("shop.example", "site.example"), input.facts().trackedHosts());
  }

  @Test
  void aListOfForwardedAddressesGivesItsFirstAndTracksNoHost() {
    String rest = " - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1\n";
    Input input = open(LOG, "198.51.100.7, 203.0.113.9" + rest + "unknown, 203.0.113.9" + rest);
    String event =
        "{\"event_time\":\"2015-05-20T12:05:17Z\",\"host\":\"site.example\",\"url\":\"/\",";
    assertEquals(
        List.of(
            event + "\"ip\":\"198.51.100.7\",\"method\":\"GET\",\"status\":200,\"bytes\":1}",
            event + "\"method\":\"GET\",\"status\":200,\"bytes\":1}"),
        texts(input));
    assertEquals(Set.of("site.example"), input.facts().trackedHosts());
  }

  @Test
  void aLineWithTextInFrontIsARecordOfThatVeryLineAndTracksNoHost() {
    String line = line("203.0.113.1", "01/Jan/2026:00:00:30 +0000").strip();
    List<String> lines =
        List.of(
            line,
            "<190>Mar 10 15:59:05 web-1 nginx: " + line,
            "web-1  | " + line,
            "[pod/web-7d4b9c6f5-x2x7k/nginx] " + line,
            "access.log:" + line);
    Input input = open(LOG, String.join("\n", lines));
    assertEquals(lines.subList(1, lines.size()), texts(input).subList(1, lines.size()));
    assertEquals(4, input.facts().unparsedLines());
    assertEquals(Set.of("site.example"), input.facts().trackedHosts());
  }

  /** Lines at the edge of the formats, as {@code docs/input.md} describes them. */
  @Test
  void aRequestWithoutAProtocolIsAnEventAndNumbersThatAreTooLargeMakeARecordOfThatVeryLine() {
    String before = "203.0.113.9 - - [20/May/2015:12:05:17 +0000] ";
    List<String> tooLarge =
        List.of(
            before + "\"GET /x HTTP/1.1\" 2000 1",
            before + "\"GET /x HTTP/1.1\" 200 12345678901234567890");
    assertEquals(
        List.of(
            "{\"event_time\":\"2015-05-20T12:05:17Z\",\"host\":\"site.example\",\"url\":\"/x\","
                + "\"ip\":\"203.0.113.9\",\"method\":\"GET\",\"status\":200,\"bytes\":1}"),
        texts(open(LOG, before + "\"GET /x\" 200 1")));
    Input input = open(LOG.withFormat(InputFormat.ACCESS_LOG), String.join("\n", tooLarge));
    List<InputRecord> records = records(input);
    assertEquals(tooLarge, records.stream().map(record -> value(record)).toList());
    EventDecoder decoder = new EventDecoder();
    for (InputRecord record : records) {
      assertEquals(new Decoded.Bad(Reason.NOT_JSON), decoder.decode(record.value()));
    }
  }

  @Test
  void aByteOrderMarkAtTheHeadOfALogIsNoPartOfItsFirstLine() {
    String line = line("203.0.113.1", "01/Jan/2026:00:00:30 +0000");
    Input input = open(LOG, "\ufeff" + line + line);
    List<String> events = texts(input);
    assertEquals(events.get(1), events.get(0));
    assertEquals(0, input.facts().unparsedLines());
  }

  @Test
  void theFilesNameIsTheHostWhereNoneIsGiven(@TempDir Path folder) throws IOException {
    String text = line("203.0.113.1", "01/Jan/2026:00:00:30 +0000");
    Path file = Files.writeString(folder.resolve("my site.example.log.gz"), text);
    Input input = Inputs.open(InputOptions.from(file.toString()));
    records(input);
    assertEquals(Set.of("my-site.example"), input.facts().trackedHosts());
    Path odd = Files.writeString(folder.resolve("shop, new (2).log"), text);
    Input oddlyNamed = Inputs.open(InputOptions.from(odd.toString()));
    records(oddlyNamed);
    assertEquals(Set.of("shop--new--2-"), oddlyNamed.facts().trackedHosts());
    InputOptions tooLong = InputOptions.from(file.toString()).withHost("h".repeat(256));
    assertThrows(ConfigException.class, () -> Inputs.open(tooLong));
  }

  @Test
  void bytesThatAreNotUtf8StayAsTheyAre() {
    byte[] line =
        line("203.0.113.1", "01/Jan/2026:00:00:30 +0000")
            .replace("GET /", "GET /\u00e9")
            .strip()
            .getBytes(StandardCharsets.ISO_8859_1);
    String good = line("203.0.113.1", "01/Jan/2026:00:00:30 +0000");
    byte[] both = new byte[line.length + 1 + good.length()];
    System.arraycopy(line, 0, both, 0, line.length);
    both[line.length] = '\n';
    System.arraycopy(
        good.getBytes(StandardCharsets.UTF_8), 0, both, line.length + 1, good.length());
    Input input = open(LOG, both);
    assertEquals(
        new Decoded.Bad(Reason.NOT_UTF8), new EventDecoder().decode(records(input).get(0).value()));
  }

  /** The facts that the data's own description gives. */
  @Test
  void theRealLogGivesTenThousandRecordsOfWhichOneIsUnparsed() throws IOException {
    Path file = shared().resolve("data/semicomplete-access.log");
    assumeTrue(Files.isReadable(file), "there is no " + file + "; set -Dsluice.shared=FOLDER");
    Input input = Inputs.open(InputOptions.from(file.toString()));
    List<InputRecord> records = records(input);
    InputFacts facts = input.facts();
    assertEquals(10_000, records.size());
    assertEquals(1, facts.unparsedLines());
    assertEquals(9_999, facts.events());
    assertEquals(9_447, facts.behind());
    assertEquals(59_000_000, facts.maxBehindMicros());
    assertEquals(Set.of("semicomplete-access"), facts.trackedHosts());

    EventDecoder decoder = new EventDecoder();
    List<Integer> unparsed = new ArrayList<>();
    Set<String> clients = new HashSet<>();
    Map<String, Integer> partitions = new HashMap<>();
    int withoutBytes = 0;
    int withoutAgent = 0;
    for (int i = 0; i < records.size(); i++) {
      if (decoder.decode(records.get(i).value()) instanceof Decoded.Ok ok) {
        Event event = ok.event();
        clients.add(event.ip());
        int partition = records.get(i).partition();
        assertEquals(partition, partitions.computeIfAbsent(event.ip(), ip -> partition));
        withoutBytes += event.bytes() == null ? 1 : 0;
        withoutAgent += event.userAgent() == null ? 1 : 0;
      } else {
        unparsed.add(i + 1);
      }
    }
    assertEquals(List.of(8899), unparsed);
    assertTrue(value(records.get(8898)).startsWith("46.118.127.106 - - ["));
    clients.add("46.118.127.106");
    assertEquals(1_753, clients.size());
    assertEquals(669, withoutBytes);
    assertEquals(190, withoutAgent);
  }

  /** The folder that holds real data, beside the repository unless a property names another. */
  private static Path shared() {
    String given = System.getProperty("sluice.shared");
    if (given != null) {
      return Path.of(given);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder.getParent() != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder.resolveSibling("shared");
  }

  private static String line(String client, String time) {
    return client + " - - [" + time + "] \"GET / HTTP/1.1\" 200 1 \"-\" \"Agent/1\"\n";
  }

  private static List<String> texts(Input input) {
    return records(input).stream().map(record -> value(record)).toList();
  }
}
