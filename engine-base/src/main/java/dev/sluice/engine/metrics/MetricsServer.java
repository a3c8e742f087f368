// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.Json;
import dev.sluice.engine.config.ListenAddress;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code /metrics} and {@code /health} by HTTP, on daemon threads only. Thread-safe.
 *
 * <p>{@code /health/live} and {@code /health/ready} answer 200 or 503; {@code /health} has both in
 * one JSON object, and is 200 only if both are.
 */
final class MetricsServer implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;
  private static final String PATHS = "/metrics, /health, /health/live, /health/ready";

  /** How many connections may wait to be accepted. */
  private static final int BACKLOG = 16;

  private static final int THREADS = 4;

  /** The one format that every server takes, also one that prefers another. */
  private static final PrometheusTextFormatWriter TEXT =
      PrometheusTextFormatWriter.builder().build();

  private final HttpServer server;
  private final ExecutorService threads;
  private final ListenAddress address;

  private MetricsServer(HttpServer server, ExecutorService threads, ListenAddress address) {
    this.server = server;
    this.threads = threads;
    this.address = address;
  }

  /**
   * Starts to serve.
   *
   * @throws ConfigException naming the key and the address, if it cannot be listened on
   */
  static MetricsServer start(ListenAddress address, PrometheusRegistry registry, Health health) {
    HttpServer server;
    try {
      // Else a client that sends half a request would hold a thread until it closes.
      System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "60");
      server = HttpServer.create();
      server.bind(
          new InetSocketAddress(InetAddress.getByName(address.host()), address.port()), BACKLOG);
    } catch (UnknownHostException e) {
      throw refused(address, "the host has no address; name another one");
    } catch (IOException e) {
      throw refused(address, e.getMessage() + "; choose another port or host");
    }
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, MetricsServer::daemon);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, registry, health));
    // By a daemon thread, since the server's own thread is what the one is that starts it.
    CompletableFuture.runAsync(server::start, threads).join();
    ListenAddress bound = new ListenAddress(address.host(), server.getAddress().getPort());
    return new MetricsServer(server, threads, bound);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "sluice-metrics");
    thread.setDaemon(true);
    return thread;
  }

  private static ConfigException refused(ListenAddress address, String problem) {
    return new ConfigException("metrics.listen", address + ": " + problem);
  }

  /** Where it listens, with the port that was free if none was given. */
  ListenAddress address() {
    return address;
  }

  private static void answer(HttpExchange exchange, PrometheusRegistry registry, Health health)
      throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        sendJson(exchange, NOT_ALLOWED, Map.of("methods", "GET, HEAD"));
        return;
      }
      boolean live = health.isLive();
      boolean ready = health.isReady();
      switch (exchange.getRequestURI().getPath()) {
        case "/metrics" -> send(exchange, OK, TEXT.getContentType(), text(registry));
        case "/health" -> sendJson(exchange, code(live && ready), both(live, ready));
        case "/health/live" -> sendJson(exchange, code(live), Map.of("live", live));
        case "/health/ready" -> sendJson(exchange, code(ready), Map.of("ready", ready));
        default -> sendJson(exchange, NOT_FOUND, Map.of("paths", PATHS));
      }
    }
  }

  private static byte[] text(PrometheusRegistry registry) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    TEXT.write(text, registry.scrape());
    return text.toByteArray();
  }

  private static int code(boolean isGood) {
    return isGood ? OK : UNAVAILABLE;
  }

  private static Map<String, Object> both(boolean live, boolean ready) {
    Map<String, Object> both = new LinkedHashMap<>();
    both.put("live", live);
    both.put("ready", ready);
    return both;
  }

  private static void sendJson(HttpExchange exchange, int code, Map<String, ?> body)
      throws IOException {
    byte[] text = (Json.write(body) + "\n").getBytes(StandardCharsets.UTF_8);
    send(exchange, code, "application/json; charset=utf-8", text);
  }

  private static void send(HttpExchange exchange, int code, String type, byte[] body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(code, isHead ? -1 : body.length);
    if (!isHead) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
