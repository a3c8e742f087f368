// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

/** Every limit of the model (R6). A change of one is a change of the contract. */
public final class Limits {

  /**
   * The most bytes a record's value may have. Half of Kafka's default, so that tests can exceed it.
   */
  public static final int RECORD_BYTES = 524_288;

  /** The deepest nesting of objects and arrays; the event's own object is level 1. */
  public static final int NESTING = 32;

  /** The most characters a number may be written with, sign, fraction and exponent included. */
  public static final int NUMBER_LENGTH = 64;

  /** The most UTF-8 bytes of {@code event_id}; the identity is a key of a Postgres index. */
  public static final int EVENT_ID_BYTES = 512;

  /** The most UTF-8 bytes of {@code host}. */
  public static final int HOST_BYTES = 255;

  /** The most UTF-8 bytes of {@code event_time}, {@code ip} and {@code method}. */
  public static final int TOKEN_BYTES = 64;

  /** The most UTF-8 bytes of {@code url}, {@code referrer} and {@code user_agent}. */
  public static final int TEXT_BYTES = 16_384;

  /** The largest {@code status}. */
  public static final int STATUS = 999;

  /** How many leading bytes of a late or malformed record are kept (R8). */
  public static final int KEPT_BYTES = 4_096;

  /** All limits in one line, sorted by name, as in the ledger's pipeline row (R10). */
  public static String canonical() {
    return "event_id_bytes="
        + EVENT_ID_BYTES
        + " host_bytes="
        + HOST_BYTES
        + " kept_bytes="
        + KEPT_BYTES
        + " nesting="
        + NESTING
        + " number_length="
        + NUMBER_LENGTH
        + " record_bytes="
        + RECORD_BYTES
        + " status="
        + STATUS
        + " text_bytes="
        + TEXT_BYTES
        + " token_bytes="
        + TOKEN_BYTES;
  }

  private Limits() {}
}
