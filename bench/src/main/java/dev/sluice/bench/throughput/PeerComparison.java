// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A comparison of an engine's mode with one peer, or with the best of several peers in each round.
 */
record PeerComparison(Contestant engine, List<Contestant> peers) {

  private static final String PEER = "peer-";

  /** Sluice's engines, each with a peer that is the same engine without Sluice. */
  private static final Set<String> ENGINES = Set.of("flink", "spark", "kstreams");

  PeerComparison {
    peers = List.copyOf(peers);
  }

  /**
   * Compares each mode with every mode of the peer on the same engine, and with the best mode of
   * each other peer.
   */
  static List<PeerComparison> of(List<Contestant> contestants) {
    List<PeerComparison> all = new ArrayList<>();
    List<Contestant> peers = of(contestants, Contestant.Kind.PEER);
    for (Contestant engine : of(contestants, Contestant.Kind.ENGINE)) {
      for (Contestant peer : peers) {
        if (engineOf(peer).equals(PEER + engineOf(engine))) {
          all.add(new PeerComparison(engine, List.of(peer)));
        }
      }
      peers.stream()
          .map(PeerComparison::engineOf)
          .distinct()
          .filter(name -> ENGINES.stream().noneMatch(each -> name.equals(PEER + each)))
          .forEach(
              name ->
                  all.add(
                      new PeerComparison(
                          engine,
                          peers.stream().filter(peer -> engineOf(peer).equals(name)).toList())));
    }
    return all;
  }

  /** The title in the table. */
  String title() {
    String against = peers.stream().map(Contestant::name).collect(Collectors.joining(", "));
    return engine.name() + " : " + (peers.size() == 1 ? against : "best of " + against);
  }

  private static List<Contestant> of(List<Contestant> all, Contestant.Kind kind) {
    return all.stream().filter(each -> each.kind() == kind).toList();
  }

  private static String engineOf(Contestant contestant) {
    return contestant.entry().engine().name();
  }
}
