// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import dev.sluice.lab.engine.EngineStatus.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Reads an engine's stdout to its end, on a separate thread. Thread-safe. */
final class StatusReader {

  private static final int MOST_VIOLATIONS = 20;
  private static final int MOST_CHARACTERS = 200;

  private final Map<Kind, EngineStatus> statuses = new EnumMap<>(Kind.class);
  private final List<String> violations = new ArrayList<>();
  private EngineStatus last;
  private boolean ended;

  private StatusReader() {}

  /** Reads a stream; the listener receives each status on the reading thread. */
  static StatusReader of(String name, InputStream stdout, Consumer<EngineStatus> listener) {
    StatusReader reader = new StatusReader();
    Thread thread = new Thread(() -> reader.read(stdout, listener), "stdout-of-" + name);
    thread.setDaemon(true);
    thread.start();
    return reader;
  }

  private void read(InputStream stdout, Consumer<EngineStatus> listener) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line, listener);
      }
    } catch (IOException closed) {
      // Its process was killed; there is no more to read.
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  private void take(String line, Consumer<EngineStatus> listener) {
    Optional<EngineStatus> status = EngineStatus.parse(line);
    if (status.isEmpty()) {
      violation(line);
      return;
    }
    synchronized (this) {
      last = status.get();
      if (last.kind() == Kind.PROGRESS) {
        statuses.put(Kind.PROGRESS, last);
      } else {
        statuses.putIfAbsent(last.kind(), last);
      }
      notifyAll();
    }
    try {
      listener.accept(status.get());
    } catch (RuntimeException e) {
      // A listener that fails must not stop the reading: the engine would block on a full pipe.
      violation("(the listener failed on " + status.get().kind() + ": " + e + ")");
    }
  }

  private synchronized void violation(String line) {
    if (violations.size() < MOST_VIOLATIONS) {
      violations.add(line.substring(0, Math.min(line.length(), MOST_CHARACTERS)));
    }
  }

  synchronized Optional<EngineStatus> status(Kind kind) {
    return Optional.ofNullable(statuses.get(kind));
  }

  synchronized Optional<EngineStatus> last() {
    return Optional.ofNullable(last);
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  /** Waits for a status, at most until the stream ends. */
  synchronized Optional<EngineStatus> await(Kind kind, Duration timeout) {
    await(() -> ended || statuses.containsKey(kind), timeout);
    return status(kind);
  }

  synchronized void awaitEnd(Duration timeout) {
    await(() -> ended, timeout);
  }

  private synchronized void await(BooleanSupplier condition, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
