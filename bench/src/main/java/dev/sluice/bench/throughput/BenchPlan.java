package dev.sluice.bench.throughput;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sluice.engine.config.ConfigException;
import java.util.List;

/**
 * What a bench is to measure; two runs of one plan may be told together.
 *
 * @param events in the topic
 * @param rounds how often each contestant drains it, one after the other in each round
 * @param seed of the traffic
 * @param partitions of the topic
 * @param parallelism threads, slots or cores of each engine
 * @param engines modes of Sluice's engines, or folders of others that keep all tables
 * @param peers folders of engines that keep the rows of events alone
 * @param inputs what of the traffic is to pass
 */
public record BenchPlan(
    long events,
    int rounds,
    long seed,
    int partitions,
    int parallelism,
    List<String> engines,
    List<String> peers,
    List<Selection> inputs) {

  public BenchPlan {
    atLeastOne("--events", events);
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

  /** The same with another number of rounds. */
  BenchPlan withRounds(int number) {
    return new BenchPlan(events, number, seed, partitions, parallelism, engines, peers, inputs);
  }

  /** What the traffic is made of: it follows from who takes part. */
  @JsonProperty
  public Mix mix() {
    return peers.isEmpty() ? Mix.FULL : Mix.EVEN;
  }

  private static void atLeastOne(String option, long value) {
    if (value < 1) {
      throw new ConfigException(option, value + "; it must be 1 or more");
    }
  }
}
