// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Measures the cost of a mapping: the same information, with as many bytes, once with the model's
 * names and once as a web server nests it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class MappingBenchmark {

  private static final String AGENT =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/126.0.0.0 Safari/537.36";

  private static final String NESTED =
      """
      {"ts":1767225600.123456,"request":{"remote_ip":"203.0.113.9","method":"GET",\
      "host":"www.shop.example","uri":"/products/folding-bicycle-17?utm_source=newsletter",\
      "headers":{"Referer":["https://www.google.com/"],"User-Agent":["%s"]}},\
      "size":18211,"status":200%s}""";

  private static final String FLAT =
      """
      {"event_time":"2026-01-01T00:00:00.123456Z","ip":"203.0.113.9","method":"GET",\
      "host":"www.shop.example","url":"/products/folding-bicycle-17?utm_source=newsletter",\
      "referrer":"https://www.google.com/","user_agent":"%s",\
      "bytes":18211,"status":200%s}""";

  /** What a web server's log has besides. */
  private static final String BESIDES =
      """
      ,"level":"info","logger":"http.log.access.log0","msg":"handled request","user_id":"",\
      "duration":0.000929675,"tls":{"resumed":false,"version":772,"cipher_suite":4865,\
      "proto":"h2","server_name":"www.shop.example"},"resp_headers":{"Server":["Caddy"],\
      "Content-Type":["text/html"],"Date":["Thu, 01 Jan 2026 00:00:00 GMT"]}""";

  /** The kinds of values, each read with the mapping that fits it. */
  public enum Value {
    /** The ten fields, named as the model names them. */
    FLAT,
    /** The same in nested objects, under other names, the time as seconds. */
    NESTED,
    /** As FLAT, with members that are ignored. */
    FLAT_BESIDES,
    /** As NESTED, with the same members that are ignored. */
    NESTED_BESIDES
  }

  @Param private Value value;

  private EventView view;
  private byte[] bytes;

  /** Writes the value, as long as its counterpart, and makes the view. */
  @Setup
  public void write() {
    boolean nested = value == Value.NESTED || value == Value.NESTED_BESIDES;
    boolean besides = value == Value.NESTED_BESIDES || value == Value.FLAT_BESIDES;
    String text = text(nested, besides, AGENT);
    int missing = Math.max(0, text(!nested, besides, AGENT).length() - text.length());
    bytes = text(nested, besides, AGENT + "x".repeat(missing)).getBytes(UTF_8);
    view = nested ? new EventView(mapping()) : new EventView();
    if (view.read(bytes).isPresent()) {
      throw new IllegalStateException("not an event: " + new String(bytes, UTF_8));
    }
  }

  private static String text(boolean nested, boolean besides, String agent) {
    return (nested ? NESTED : FLAT).formatted(agent, besides ? BESIDES : "");
  }

  private static EventMapping mapping() {
    return Mappings.of(
        "event_time ts epoch_seconds",
        "host request.host",
        "url request.uri",
        "ip request.remote_ip",
        "method request.method",
        "status status",
        "bytes size",
        "referrer request.headers.Referer first",
        "user_agent request.headers.User-Agent first");
  }

  /** Reads the bytes, which is enough to decide on a value that is not kept. */
  @Benchmark
  public Optional<Reason> see() {
    return view.read(bytes);
  }
}
