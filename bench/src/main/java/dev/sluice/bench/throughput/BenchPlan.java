// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.bench.baseline.Baseline;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.run.SinkKind;
import java.util.List;
import java.util.stream.Stream;

/**
 * The plan of a throughput measurement; the results of two runs of one plan may be combined.
 *
 * @param events in the topic
 * @param rounds how many times each contestant drains it; in a round they take turns
 * @param seed of the traffic
 * @param partitions of the topic
 * @param parallelism threads, slots or cores of each engine
 * @param engines modes of Sluice's engines, or folders of others that keep all tables
 * @param peers folders of engines that keep only the rows of events
 * @param inputs what is drained
 * @param sink where all of them write to
 */
public record BenchPlan(
    long events,
    int rounds,
    long seed,
    int partitions,
    int parallelism,
    List<String> engines,
    List<String> peers,
    List<Selection> inputs,
    SinkKind sink) {

  public BenchPlan {
    atLeastOne("--records", events);
    atLeastOne("--rounds", rounds);
    atLeastOne("--partitions", partitions);
    atLeastOne("--parallelism", parallelism);
    engines = List.copyOf(engines);
    peers = List.copyOf(peers);
    inputs = List.copyOf(inputs);
    if (inputs.isEmpty()) {
      throw new ConfigException("--inputs", "name at least one");
    }
  }

  /** The same plan with a different number of rounds. */
  BenchPlan withRounds(int number) {
    return new BenchPlan(
        events, number, seed, partitions, parallelism, engines, peers, inputs, sink);
  }

  /** The baseline that all rates are compared with. */
  Baseline base() {
    return Baseline.base(sink);
  }

  /** The mix of the traffic, which depends on whether peers take part. */
  @JsonProperty
  public Mix mix() {
    return peers.isEmpty() ? Mix.FULL : Mix.EVEN;
  }

  /** The traffic of an input, in its shape. */
  Input traffic(Selection input) {
    Input plain = TrafficGenerator.of(seed, events, partitions, mix().profile());
    return input.isMapped() ? new MappedTraffic(plain) : plain;
  }

  /**
   * The inputs in groups: those of a group are compared with each other, so a contestant drains
   * them one right after the other.
   */
  List<List<Selection>> inputsTogether() {
    List<Selection> compared = List.of(Selection.FILTERED, Selection.MAPPED);
    if (!inputs.containsAll(compared)) {
      return inputs.stream().map(List::of).toList();
    }
    return Stream.concat(
            Stream.of(compared),
            inputs.stream().filter(each -> !compared.contains(each)).map(List::of))
        .toList();
  }

  private static void atLeastOne(String option, long value) {
    if (value < 1) {
      throw new ConfigException(option, value + "; it must be 1 or more");
    }
  }
}
