package dev.sluice.bench.latency;

/**
 * What was sent at one rate.
 *
 * @param rate events a second
 * @param fromMicros the first one's moment, since the epoch
 * @param toMicros the moment behind the last one's
 * @param count how many
 * @param mostLateMicros how far behind its moment the sender itself was at most
 * @param lastLateMicros how far behind it was at the end
 */
public record Sent(
    int rate,
    long fromMicros,
    long toMicros,
    long count,
    long mostLateMicros,
    long lastLateMicros) {}
