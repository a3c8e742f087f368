// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

/**
 * One web request, decoded and within every limit of {@link Limits}.
 *
 * <p>An absent field and a JSON null are the same: null here. Required fields are never null and
 * never empty; {@code eventId} is null or 1 to 512 UTF-8 bytes. Texts hold no U+0000 and no lone
 * surrogate, so that any database can keep them.
 *
 * @param eventId the producer's own identity of the event, or null
 * @param eventTimeMicros microseconds since the epoch, UTC; years 0001 to 9999
 * @param host required
 * @param url required; what the request line names, usually a path with a query
 * @param ip the client's address as text, not checked, or null
 * @param method or null
 * @param status 0 to 999, or null
 * @param bytes zero or more, or null
 * @param referrer or null
 * @param userAgent or null
 */
public record Event(
    String eventId,
    long eventTimeMicros,
    String host,
    String url,
    String ip,
    String method,
    Integer status,
    Long bytes,
    String referrer,
    String userAgent) {

  /** The row's identity (R2): the event's own id, or else its position in the log. */
  public String identity(String topic, Position position) {
    return eventId != null
        ? "e:" + eventId
        : "p:" + topic + "-" + position.partition() + "-" + position.offset();
  }
}
