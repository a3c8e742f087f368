// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import static dev.sluice.lab.input.select.InputFiles.open;
import static dev.sluice.lab.input.select.InputFiles.records;
import static dev.sluice.lab.input.select.InputFiles.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.select.InputOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Logs of AWS's load balancer and of CloudFront, recognised by their lines. */
class AwsLogInputTest {

  private static final InputOptions LOG = InputOptions.from("-").withHost("site.example");

  private static final String ALB =
      "h2 2026-01-15T10:00:00.186641Z app/shop/50dc6c495c0c9188 203.0.113.9:2817 192.0.2.1:80"
          + " 0.000 0.001 0.000 200 200 34 366 \"GET https://www.shop.example:443/lamps HTTP/2.0\""
          + " \"Agent/1\" - - - \"-\" \"www.shop.example\" \"-\" 0 - \"forward\" \"-\" \"-\"\n";

  private static final String ALB_EVENT =
      "{\"event_time\":\"2026-01-15T10:00:00.186641Z\",\"host\":\"www.shop.example\","
          + "\"url\":\"/lamps\",\"ip\":\"203.0.113.9\",\"method\":\"GET\",\"status\":200,"
          + "\"bytes\":366,\"user_agent\":\"Agent/1\"}";

  private static final String HEADERS =
      """
      #Version: 1.0
      #Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent) x-host-header
      """;

  private static final String CLOUDFRONT =
      "2026-01-15\t10:00:07\t203.0.113.9\tGET\t/lamps\t200\tAgent%202\tshop.example\n";

  private static final String CLOUDFRONT_EVENT =
      "{\"event_time\":\"2026-01-15T10:00:07Z\",\"host\":\"shop.example\",\"url\":\"/lamps\","
          + "\"ip\":\"203.0.113.9\",\"method\":\"GET\",\"status\":200,\"user_agent\":\"Agent 2\"}";

  @Test
  void aLineOfTheLoadBalancerBecomesAnEventAndItsCertificatesNameIsTracked() {
    Input input = open(LOG, ALB);
    assertEquals(List.of(ALB_EVENT), texts(input));
    assertEquals(Set.of("site.example", "www.shop.example"), input.facts().trackedHosts());
    assertEquals("access log", input.facts().format());
  }

  /** Anyone can send any Host header to a listener without certificates. */
  @Test
  void aHostThatOnlyTheClientNamesIsNotTracked() {
    Input input =
        open(
            LOG,
            ALB.replace("https://www.shop.example:443", "http://scan.example:80")
                .replace("\"www.shop.example\"", "\"-\""));
    assertEquals(List.of(ALB_EVENT.replace("www.shop.example", "scan.example")), texts(input));
    assertEquals(Set.of("site.example"), input.facts().trackedHosts());
  }

  @Test
  void timesKeepTheirMicrosecondsAndTimestampsAreTheRunningMaximum() {
    String earlier = ALB.replace("10:00:00.186641Z", "09:59:59.999999Z");
    Input input = open(LOG, ALB + earlier);
    assertEquals(
        List.of(1_768_471_200_186L, 1_768_471_200_186L),
        records(input).stream().map(InputRecord::timestampMillis).toList());
    assertEquals(186_642, input.facts().maxBehindMicros());
  }

  @Test
  void headersAreNoRecordsAndAreCounted() {
    Input input = open(LOG, HEADERS + CLOUDFRONT + "broken\n" + HEADERS + "\n" + CLOUDFRONT);
    assertEquals(List.of(CLOUDFRONT_EVENT, "broken", CLOUDFRONT_EVENT), texts(input));
    assertEquals(4, input.facts().headerLines());
    assertEquals(1, input.facts().blankLines());
    assertEquals(1, input.facts().unparsedLines());
    assertEquals(3, input.facts().records());
    assertEquals(Set.of("site.example", "shop.example"), input.facts().trackedHosts());
  }

  @Test
  void theMostRecordsToTakeAreCountedWithoutHeaders() {
    Input input = open(LOG.withEvents(2), HEADERS + CLOUDFRONT + HEADERS + CLOUDFRONT + CLOUDFRONT);
    assertEquals(List.of(CLOUDFRONT_EVENT, CLOUDFRONT_EVENT), texts(input));
  }

  @Test
  void aHeaderAtTheEndOfALogIsNoRecord() {
    assertEquals(List.of(CLOUDFRONT_EVENT), texts(open(LOG, HEADERS + CLOUDFRONT + HEADERS)));
  }

  /** S3 holds them as many small files of gzip, which a user joins. */
  @Test
  void joinedGzipFilesAreRead() {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(gzip(HEADERS + CLOUDFRONT));
    joined.writeBytes(
        gzip("#Version: 1.0\n#Fields: cs-uri-stem time date\n/x\t10:00:08\t2026-01-15\n"));
    assertEquals(
        List.of(
            CLOUDFRONT_EVENT,
            "{\"event_time\":\"2026-01-15T10:00:08Z\",\"host\":\"site.example\",\"url\":\"/x\"}"),
        texts(open(LOG, joined.toByteArray())));
    assertEquals(List.of(ALB_EVENT), texts(open(LOG, gzip(ALB))));
  }

  @Test
  void anIisLogIsRefusedByName() {
    String iis =
        """
        #Software: Microsoft Internet Information Services 10.0
        #Version: 1.0
        #Date: 2026-01-15 10:00:00
        #Fields: date time c-ip cs-method cs-uri-stem
        2026-01-15 10:00:07 203.0.113.9 GET /lamps
        """;
    String refusal = refusal(iis);
    assertTrue(refusal.contains("This looks like a W3C log as IIS writes it"), refusal);
  }

  @Test
  void aCloudFrontLogWithoutItsHeaderIsRefusedByName() {
    String refusal = refusal(CLOUDFRONT);
    assertTrue(refusal.contains("This looks like a CloudFront log without its header"), refusal);
  }

  @Test
  void aHeaderInAnotherLogIsNotTakenForAnEvent() {
    String event = "{\"event_time\":\"2026-01-15T10:00:00Z\",\"host\":\"h\",\"url\":\"/\"}";
    assertEquals(List.of("#Version: 1.0", event), texts(open(LOG, "#Version: 1.0\n" + event)));
  }

  private static String refusal(String text) {
    return assertThrows(ConfigException.class, () -> open(LOG, text)).getMessage();
  }

  private static List<String> texts(Input input) {
    return records(input).stream().map(record -> value(record)).toList();
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }
}
