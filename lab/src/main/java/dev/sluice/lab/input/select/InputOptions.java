// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.select;

import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.model.EventMapping;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The command line's options for the input.
 *
 * @param input a file, {@code -} for standard input, or null for the generator
 * @param format the format of its lines, or null to detect it from the first of them
 * @param mapping where the fields of plain JSON lines are, or null for the contract's own names
 * @param host the host of a log's site, or null for the file's name
 * @param stripPrefix an RE2 expression for what to remove from the start of each line, or null for
 *     nothing
 * @param events the most records to take; empty for all of a file, or {@link #EVENTS} generated
 *     ones
 * @param seed the generator's; empty for {@link #SEED}
 * @param partitions empty for as many as the envelopes name, or {@link #PARTITIONS}
 * @param profile the generator's
 */
public record InputOptions(
    String input,
    InputFormat format,
    EventMapping mapping,
    String host,
    String stripPrefix,
    OptionalLong events,
    OptionalLong seed,
    OptionalInt partitions,
    TrafficProfile profile) {

  public static final long EVENTS = 100_000;
  public static final long SEED = 1;
  public static final int PARTITIONS = 4;

  /** The most partitions of a topic; on one machine, more are a typing error. */
  public static final int MOST_PARTITIONS = 10_000;

  public InputOptions {
    Objects.requireNonNull(events, "events");
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(partitions, "partitions");
    Objects.requireNonNull(profile, "profile");
  }

  /** Default traffic. */
  public static InputOptions generated() {
    return from(null);
  }

  /** All of a file, as it is; or default traffic for null. */
  public static InputOptions from(String input) {
    return new InputOptions(
        input,
        null,
        null,
        null,
        null,
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalInt.empty(),
        TrafficProfile.defaults());
  }

  public InputOptions withEvents(long events) {
    return new InputOptions(
        input,
        format,
        mapping,
        host,
        stripPrefix,
        OptionalLong.of(events),
        seed,
        partitions,
        profile);
  }

  public InputOptions withSeed(long seed) {
    return new InputOptions(
        input,
        format,
        mapping,
        host,
        stripPrefix,
        events,
        OptionalLong.of(seed),
        partitions,
        profile);
  }

  public InputOptions withPartitions(int partitions) {
    return new InputOptions(
        input,
        format,
        mapping,
        host,
        stripPrefix,
        events,
        seed,
        OptionalInt.of(partitions),
        profile);
  }

  public InputOptions withHost(String host) {
    return new InputOptions(
        input, format, mapping, host, stripPrefix, events, seed, partitions, profile);
  }

  public InputOptions withFormat(InputFormat format) {
    return new InputOptions(
        input, format, mapping, host, stripPrefix, events, seed, partitions, profile);
  }

  public InputOptions withMapping(EventMapping mapping) {
    return new InputOptions(
        input, format, mapping, host, stripPrefix, events, seed, partitions, profile);
  }

  public InputOptions withStripPrefix(String stripPrefix) {
    return new InputOptions(
        input, format, mapping, host, stripPrefix, events, seed, partitions, profile);
  }

  public InputOptions withProfile(TrafficProfile profile) {
    return new InputOptions(
        input, format, mapping, host, stripPrefix, events, seed, partitions, profile);
  }
}
