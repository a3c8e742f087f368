// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

/**
 * The events that were sent at one rate.
 *
 * @param rate events a second
 * @param fromMicros the first event's due time, since the epoch
 * @param toMicros the due time that would follow the last one
 * @param count the number of events
 * @param mostLateMicros the largest delay of the sender
 * @param lastLateMicros the sender's delay at the end
 */
public record Sent(
    int rate,
    long fromMicros,
    long toMicros,
    long count,
    long mostLateMicros,
    long lastLateMicros) {}
