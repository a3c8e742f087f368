// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import java.util.Arrays;
import java.util.Locale;

/**
 * The adjustable shares of the generated traffic, each between 0 and 1.
 *
 * <p>{@link #BOTS} to {@link #LATE} are shares of the well-formed originals, so their sum is at
 * most 1; the remaining ones are accepted.
 */
public enum TrafficShare {
  /** Events whose user agent names a bot. */
  BOTS(0.18),
  /** Events for style sheets, scripts, pictures and fonts. */
  STATIC_ASSETS(0.22),
  /** Events of probes. */
  HEALTH_CHECKS(0.05),
  /** Events from private addresses. */
  INTERNAL_CLIENTS(0.05),
  /** Events with a status of 400 to 599. */
  FAILED_REQUESTS(0.06),
  /** Events for hosts that are not tracked. */
  UNTRACKED_HOSTS(0.08),
  /** Events that took longer to arrive than 15 s. */
  LATE(0.012),
  /** Of the events above, those that have a second of these traits. */
  OVERLAPS(0.12),
  /** Of the timely events, those that arrive after more recent ones. */
  OUT_OF_ORDER(0.25),
  /** Records that repeat an earlier event's id. */
  DUPLICATES(0.02),
  /** Of the duplicates, those in another partition than the original. */
  ACROSS_PARTITIONS(0.5),
  /** Of the duplicates, those with another payload than the original. */
  CONFLICTS(0.5),
  /** Records that are not events, of every kind. */
  MALFORMED(0.015),
  /** Events more than 60 s ahead of their record's timestamp. */
  FUTURE(0.001),
  /** Events exactly at a limit, and still within it. */
  BOUNDARIES(0.004),
  /** Events without an id of their own. */
  WITHOUT_EVENT_ID(0.2);

  private final double standard;

  TrafficShare(double standard) {
    this.standard = standard;
  }

  /**
   * The share with this {@link #key}.
   *
   * @throws IllegalArgumentException with the available shares, if there is none
   */
  public static TrafficShare of(String key) {
    for (TrafficShare share : values()) {
      if (share.key().equals(key)) {
        return share;
      }
    }
    throw new IllegalArgumentException(
        key
            + ": no such share; available: "
            + String.join(", ", Arrays.stream(values()).map(TrafficShare::key).toList()));
  }

  /** The default value of the share. */
  public double standard() {
    return standard;
  }

  /** The name on the command line, such as {@code static-assets}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
