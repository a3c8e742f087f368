// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import dev.sluice.lab.input.FactsCounter;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.JsonEscaping;
import dev.sluice.lab.input.LineInput;
import dev.sluice.lab.input.Source;
import dev.sluice.lab.input.StableHash;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * An access log: each entry is an event, and a line that does not parse becomes a record unchanged.
 *
 * <p>A log is in order of arrival, so a record's timestamp is the running maximum of the log's
 * times, over all lines; after that, the lines are spread over partitions by the client's address.
 */
public final class AccessLogInput extends LineInput {

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MICROS_PER_MILLI = 1_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final String host;

  /**
   * An input of a log's lines.
   *
   * @param host the site's host, for lines that name none
   * @param most the maximum number of lines to take
   */
  public AccessLogInput(Source source, String host, int partitions, long most) {
    super(source, "access log", partitions, most);
    this.host = host;
  }

  @Override
  protected Reading reading(FactsCounter counter) {
    counter.trackedHost(host);
    return new LogLines(counter);
  }

  private final class LogLines implements Reading {

    private final FactsCounter facts;
    private final LogParser parser = new LogParser();
    private final StringBuilder json = new StringBuilder(1_024);
    private long runningMaximum;

    LogLines(FactsCounter facts) {
      this.facts = facts;
    }

    @Override
    public InputRecord record(byte[] line, long number) {
      if (parser.isHeader(line)) {
        facts.headerLine();
        return null;
      }
      Optional<AccessLogLine> parsed = parser.parse(line);
      if (parsed.isEmpty()) {
        facts.unparsedLine();
        return record(StableHash.of(line), line);
      }
      return event(parsed.get());
    }

    private InputRecord event(AccessLogLine line) {
      long micros =
          line.time().toEpochSecond() * MICROS_PER_SECOND + line.time().getNano() / NANOS_PER_MICRO;
      runningMaximum = Math.max(runningMaximum, Math.floorDiv(micros, MICROS_PER_MILLI));
      facts.event(runningMaximum, micros, null);
      if (line.virtualHost() != null) {
        facts.trackedHost(line.virtualHost());
      }
      String client = line.client() == null ? "-" : line.client();
      return record(StableHash.of(client), json(line).getBytes(StandardCharsets.UTF_8));
    }

    private InputRecord record(long hash, byte[] value) {
      int partition = StableHash.partition(hash, partitions());
      return new InputRecord(partition, runningMaximum, null, value, null);
    }

    private String json(AccessLogLine line) {
      json.setLength(0);
      json.append("{\"event_time\":\"");
      json.append(DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(line.time())).append('"');
      text("host", hostOf(line));
      text("url", line.request().target());
      text("ip", line.client());
      text("method", line.request().method());
      number("status", line.status());
      number("bytes", line.bytes());
      text("referrer", line.referrer());
      text("user_agent", line.userAgent());
      return json.append('}').toString();
    }

    /** The request's own host, the server's, or the one that was given for the log. */
    private String hostOf(AccessLogLine line) {
      if (line.request().host() != null) {
        return line.request().host();
      }
      return line.virtualHost() == null ? host : line.virtualHost();
    }

    private void text(String name, String value) {
      if (value != null) {
        JsonEscaping.PLAIN.append(json.append(",\"").append(name).append("\":"), value);
      }
    }

    private void number(String name, Number value) {
      if (value != null) {
        json.append(",\"").append(name).append("\":").append(value);
      }
    }
  }
}
