// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.decision;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import java.io.File;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
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
 * Measures the time to decide one record, from its bytes to its outcome. With {@code -p
 * code=here,before}, the decider of an earlier commit is measured in the same run; its classes are
 * on the path in the system property {@code sluice.before}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecideBenchmark {

  private static final int RECORDS = 2_048;

  @Param({"MIX", "FILTERED", "ACCEPTED", "MALFORMED"})
  private String records;

  /** {@code default}, or the number of words or networks of one rule. */
  @Param({"default", "words-10", "words-1000", "cidrs-10", "cidrs-10000"})
  private String rules;

  @Param("here")
  private String code;

  private MethodHandle decide;
  private Object[] input;
  private int next;

  /** Makes the records, and a decider from the selected code. */
  @Setup
  public void prepare() throws ReflectiveOperationException, MalformedURLException {
    ClassLoader loader =
        code.equals("here")
            ? getClass().getClassLoader()
            : before(System.getProperty("sluice.before"));
    Class<?> record = loader.loadClass(LogRecord.class.getName());
    Class<?> position = loader.loadClass(Position.class.getName());
    List<byte[]> values = BenchmarkTraffic.records(BenchmarkTraffic.Kind.valueOf(records), RECORDS);
    input = new Object[RECORDS];
    for (int i = 0; i < RECORDS; i++) {
      Object at = position.getConstructor(int.class, long.class).newInstance(0, (long) i);
      input[i] =
          record
              .getConstructor(position, long.class, byte[].class)
              .newInstance(at, 0L, values.get(i));
    }
    Class<?> config = loader.loadClass(EngineConfig.Decision.class.getName());
    Object decision = decision(config);
    Class<?> decider = loader.loadClass(Decider.class.getName());
    decide =
        MethodHandles.publicLookup()
            .unreflect(decider.getMethod("decide", record))
            .bindTo(decider.getMethod("of", config).invoke(null, decision))
            .asType(MethodType.genericMethodType(1));
  }

  private Object decision(Class<?> config) throws ReflectiveOperationException {
    try {
      return config
          .getConstructor(String.class, String.class, Long.class, long.class, long.class)
          .newInstance(rulesJson(), null, 15_000_000L, 60_000_000L, 10_000L);
    } catch (NoSuchMethodException beforeMappings) {
      return config
          .getConstructor(String.class, Long.class, long.class, long.class)
          .newInstance(rulesJson(), 15_000_000L, 60_000_000L, 10_000L);
    }
  }

  private String rulesJson() {
    if (rules.equals("default")) {
      return RulesFile.canonicalJson(RulesFile.parse("rules.yaml", RulesFile.defaultRules()));
    }
    int count = Integer.parseInt(rules.substring(rules.indexOf('-') + 1));
    return rules.startsWith("words")
        ? BenchmarkTraffic.words(count)
        : BenchmarkTraffic.cidrs(count);
  }

  /** Loads the path's classes, then the libraries of this JVM. */
  private static ClassLoader before(String path) throws MalformedURLException {
    if (path == null) {
      throw new IllegalArgumentException(
          "code=before: set the path of its classes with -jvmArgsAppend -Dsluice.before=PATH");
    }
    List<URL> urls = new ArrayList<>();
    for (String entry :
        (path + File.pathSeparator + System.getProperty("java.class.path"))
            .split(File.pathSeparator, -1)) {
      urls.add(new File(entry).toURI().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  /** Decides the next record. */
  @Benchmark
  public Object decide() throws Throwable {
    return (Object) decide.invokeExact(input[next++ & (RECORDS - 1)]);
  }
}
