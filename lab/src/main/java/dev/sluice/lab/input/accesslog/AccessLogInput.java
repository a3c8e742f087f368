// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import dev.sluice.lab.input.FactsCounter;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputFacts;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.lab.input.JsonEscaping;
import dev.sluice.lab.input.LineReader;
import dev.sluice.lab.input.Source;
import dev.sluice.lab.input.StableHash;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An access log: each line is an event, and a line that does not parse becomes a record unchanged.
 *
 * <p>A log is in order of arrival, so a record's timestamp is the running maximum of the log's
 * times, over all lines; after that, the lines are spread over partitions by the client's address.
 */
public final class AccessLogInput implements Input {

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long MILLIS_PER_SECOND = 1_000;

  private final Source source;
  private final String host;
  private final int partitions;
  private final long most;
  private FactsCounter facts;

  /**
   * An input of a log's lines.
   *
   * @param host the site's host, for lines that name none
   * @param most the maximum number of lines to take
   */
  public AccessLogInput(Source source, String host, int partitions, long most) {
    this.source = source;
    this.host = host;
    this.partitions = partitions;
    this.most = most;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public InputRecords records() {
    facts = new FactsCounter(source.name(), "access log", OptionalLong.empty(), partitions);
    facts.trackedHost(host);
    return new Reading(source.lines());
  }

  @Override
  public InputFacts facts() {
    if (facts == null) {
      throw new IllegalStateException("facts: not known yet; call records() first");
    }
    return facts.facts();
  }

  private final class Reading extends InputRecords {

    private final LineReader lines;
    private final StringBuilder json = new StringBuilder(1_024);
    private long left = most;
    private long runningMaximum;

    Reading(LineReader lines) {
      this.lines = lines;
    }

    @Override
    protected InputRecord advance() {
      byte[] line = left == 0 ? null : lines.next();
      while (line != null && line.length == 0) {
        facts.blankLine();
        line = lines.next();
      }
      if (line == null) {
        return null;
      }
      left--;
      facts.line(line);
      Optional<AccessLogLine> parsed = AccessLogLine.parse(line);
      if (parsed.isEmpty()) {
        facts.unparsedLine();
        return record(StableHash.of(line), line);
      }
      return event(parsed.get());
    }

    private InputRecord event(AccessLogLine line) {
      long seconds = line.time().toEpochSecond();
      runningMaximum = Math.max(runningMaximum, seconds * MILLIS_PER_SECOND);
      facts.event(runningMaximum, seconds * MICROS_PER_SECOND, null);
      if (line.virtualHost() != null) {
        facts.trackedHost(line.virtualHost());
      }
      String client = line.client() == null ? "-" : line.client();
      return record(StableHash.of(client), json(line).getBytes(StandardCharsets.UTF_8));
    }

    private InputRecord record(long hash, byte[] value) {
      int partition = StableHash.partition(hash, partitions);
      return facts.record(new InputRecord(partition, runningMaximum, null, value, null));
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

    @Override
    public void close() {
      lines.close();
    }
  }
}
