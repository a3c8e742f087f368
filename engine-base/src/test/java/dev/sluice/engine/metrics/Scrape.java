// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

import dev.sluice.engine.config.ListenAddress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Reads an endpoint as a Prometheus server does. */
public final class Scrape {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final HttpClient CLIENT = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** The response to a GET of a path. */
  public static HttpResponse<String> get(ListenAddress address, String path)
      throws IOException, InterruptedException {
    return get(address, path, "*/*");
  }

  /** The same, with the media types that the client accepts. */
  static HttpResponse<String> get(ListenAddress address, String path, String accept)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://" + address + path))
            .header("Accept", accept)
            .timeout(TIMEOUT)
            .build(),
        BodyHandlers.ofString());
  }

  /** The values of {@code /metrics} by series, such as {@code sluice_info{engine="flink"}}. */
  public static Map<String, Double> metrics(ListenAddress address)
      throws IOException, InterruptedException {
    Map<String, Double> values = new TreeMap<>();
    get(address, "/metrics")
        .body()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              values.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            });
    return values;
  }

  private Scrape() {}
}
