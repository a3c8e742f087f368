// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The layer that a stack belongs to; a class belongs to the first layer that matches its name. */
enum Layer {
  DECIDE("decide", "dev\\.sluice\\.(rules|model|engine\\.decision)\\."),
  LEDGER_WRITER(
      "ledger writer", "dev\\.sluice\\.(engine\\.(ledger|sink|write)|sink)\\.|org\\.postgresql\\."),
  KAFKA_CLIENT("Kafka client", "org\\.apache\\.kafka\\.(clients|common)\\."),
  ENGINE("engine", "org\\.apache\\.(flink|spark|kafka\\.streams)\\.|scala\\."),
  /** The code of Sluice that is in none of the layers above. */
  ADAPTER("adapter", "dev\\.sluice\\."),
  OTHER("other", "");

  private final String title;
  private final Pattern beginning;

  Layer(String title, String beginning) {
    this.title = title;
    this.beginning = Pattern.compile(beginning);
  }

  /**
   * The layer of the innermost class that belongs to one: JDK code counts for its caller.
   *
   * @param classes full names, the innermost first
   */
  static Layer of(List<String> classes) {
    return classes.stream()
        .map(Layer::of)
        .filter(layer -> layer != OTHER)
        .findFirst()
        .orElse(OTHER);
  }

  private static Layer of(String className) {
    return Stream.of(values())
        .filter(layer -> layer.beginning.matcher(className).lookingAt())
        .findFirst()
        .orElseThrow();
  }

  String title() {
    return title;
  }
}
