// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.ListenAddress;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.UnreachableSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The main class of the processes that {@link EngineMainTest} starts: engines that end in various
 * ways.
 */
final class ChildMain {

  /** The system property that is {@code metrics.listen}. */
  static final String METRICS = "sluice.test.metrics";

  /**
   * Runs an engine. The arguments are its behaviour, {@code supervised}, {@code drain} and the stop
   * timeout, followed by those for the engine itself.
   */
  public static void main(String[] args) {
    String behaviour = args[0];
    EngineConfig config =
        new EngineConfig(
            "fake",
            new EngineConfig.Kafka("127.0.0.1:1", "t", Map.of("sasl.jaas.config", "jaas-secret")),
            UnreachableSink.settings("pg-secret"),
            new EngineConfig.Decision("{}", null, 1L, 1, 1),
            behaviour.equals("restores-nothing") ? "savepoint:/s" : "resume",
            Boolean.parseBoolean(args[2]),
            Boolean.parseBoolean(args[1]),
            1,
            new EngineConfig.Batching(1, 1),
            1,
            1,
            Long.parseLong(args[3]),
            "state",
            ListenAddress.parse(System.getProperty(METRICS, "")).orElse(null));
    List<String> rest = new ArrayList<>(List.of(args).subList(4, args.length));
    EngineMain.run(
        "fake",
        "1.2.3",
        run -> engine(behaviour, run),
        file -> config,
        new ServersOf(behaviour),
        rest.toArray(String[]::new));
  }

  /** Answers in place of the servers, depending on the behaviour. */
  private record ServersOf(String behaviour) implements EngineMain.Resolver {

    @Override
    public RunPlan resolve(EngineConfig config) {
      return ChildMain.resolve(behaviour, config);
    }

    @Override
    public void requireDone(RunPlan drained) {
      if (behaviour.equals("ends-short")) {
        throw new GapException("record 7 of t-0 is not done");
      }
    }

    @Override
    public Optional<RuntimeException> refusal(RunPlan failed) {
      return switch (behaviour) {
        case "is-refused-then" -> Optional.of(new ConfigException("kafka.topic", "another one"));
        case "is-gone-then" -> Optional.of(new GapException("records 3 to 5 are gone"));
        default -> Optional.empty();
      };
    }
  }

  private static RunPlan resolve(String behaviour, EngineConfig config) {
    switch (behaviour) {
      case "resolve-hangs" -> {
        System.err.println("resolving");
        hang();
      }
      case "resolve-refuses" -> throw new ConfigException("kafka.topic", "t does not exist");
      case "resolve-gap" -> throw new GapException("records 3 to 5 are gone");
      default -> {}
    }
    return new RunPlan(
        config, "run-1", new TreeMap<>(Map.of(0, 5L, 1, 0L)), new TreeMap<>(Map.of(0, 9L, 1, 0L)));
  }

  private static void engine(String behaviour, EngineRun run) throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    run.onStop(stop::countDown);
    switch (behaviour) {
      case "returns", "ends-short" -> run.running();
      case "prints" -> {
        System.out.println("engine noise");
        run.running();
        run.running();
        System.out.print("more noise");
      }
      case "waits" -> {
        run.running();
        stop.await();
      }
      case "waits-for-stdin" -> {
        if (System.in.read() < 0) {
          throw new IllegalStateException("stdin ended before the start");
        }
        run.running();
        stop.await();
        while (System.in.read() >= 0) {
          // The end may take its time.
        }
      }
      case "is-asked-itself" -> {
        run.running();
        run.requestStop("a request of its own");
      }
      case "polls" -> {
        run.running();
        while (!run.isStopRequested()) {
          Thread.onSpinWait();
        }
      }
      case "counts-stops" -> {
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch called = new CountDownLatch(1);
        run.onStop(
            () -> {
              calls.incrementAndGet();
              called.countDown();
            });
        run.running();
        stop.await();
        called.await(); // each action has its own thread, so their order is undefined
        CountDownLatch late = new CountDownLatch(1);
        run.onStop(late::countDown);
        late.await();
        if (calls.get() != 1 || Thread.currentThread().getName().equals("sluice-stop")) {
          throw new IllegalStateException("called " + calls + " times");
        }
      }
      case "is-refused-then", "is-gone-then" -> {
        run.running();
        throw new IllegalStateException("offset 5 is out of range");
      }
      case "throws" ->
          throw new IllegalStateException("it\nbroke", new java.io.IOException("deep"));
      case "tells-secrets" -> throw new IllegalStateException("login pg-secret, (jaas-secret)");
      case "lacks-a-class" -> throw new NoClassDefFoundError("some/Class");
      case "runs-out-of-memory" -> {
        Object[] hoard = {};
        while (true) {
          hoard = new Object[] {hoard, new long[1 << 20]};
        }
      }
      case "refuses" -> throw new ConfigException("parallelism", "3 is too much for this engine");
      case "hangs" -> {
        run.running();
        hang();
      }
      case "fails-while-stopping" -> {
        run.running();
        stop.await();
        throw new IllegalStateException("the last batch was not written");
      }
      case "action-fails" -> {
        run.onStop(
            () -> {
              throw new IllegalStateException("cannot stop");
            });
        run.running();
        stop.await();
        hang();
      }
      case "stray-failure" -> {
        run.running();
        stray(
            () -> {
              throw new IllegalStateException("a stray thread died");
            });
        stop.await();
      }
      case "stray-failure-then-hangs" -> {
        run.running();
        stray(
            () -> {
              throw new StackOverflowError("deep");
            });
        hang();
      }
      case "leaves-a-thread" -> {
        stray(ChildMain::hang);
        run.running();
      }
      case "exits" -> System.exit(0);
      case "stray-exit" -> {
        stray(() -> System.exit(0));
        hang();
      }
      default -> throw new IllegalArgumentException(behaviour);
    }
  }

  private static void stray(Runnable work) {
    new Thread(work, "stray").start();
  }

  private static void hang() {
    while (true) {
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        // Continues to hang.
      }
    }
  }

  private ChildMain() {}
}
