// SPDX-License-Identifier: Apache-2.0
import { decode } from './decode.mjs';

/** A quarter of 64 bits, so that no difference of two times overflows them anywhere (R4). */
const LATEST_TIMESTAMP_MICROS = 2n ** 61n - 1n;

/**
 * Decides the outcome of a record (R3): a pure function of the record and the configuration. It
 * depends on no clock, no watermark and no other record.
 */
export class Decider {
  #drops;
  #allowedLateness;
  #allowedSkew;

  /**
   * @param drops returns the name of the first rule that drops an event, or undefined
   * @param allowedLateness microseconds, or undefined for unlimited
   * @param allowedSkew microseconds
   */
  constructor(drops, allowedLateness, allowedSkew) {
    this.#drops = drops;
    this.#allowedLateness = allowedLateness;
    this.#allowedSkew = allowedSkew;
  }

  /**
   * @param {{value: Buffer | null, timestamp: bigint}} record timestamp in milliseconds
   * @return the outcome: `key` is what the ledger counts it under (R9); a malformed one has a
   *     `reason`, an accepted or late one its `event`, a late one its `lateness`
   */
  decide({ value, timestamp }) {
    const { reason, event } = decode(value);
    if (reason !== undefined) return malformed(reason);
    // Without a timestamp neither R4 nor R5 applies: nothing is late or early by zero.
    const lateness = timestamp > 0n ? saturatedMicros(timestamp) - event.micros : 0n;
    if (-lateness > this.#allowedSkew) return malformed('from_the_future');
    const rule = this.#drops(event);
    if (rule !== undefined) return { key: `filtered:${rule}` };
    if (this.#allowedLateness !== undefined && lateness > this.#allowedLateness) {
      return { key: 'late', event, lateness };
    }
    return { key: 'accepted', event };
  }
}

function malformed(reason) {
  return { key: `malformed:${reason}`, reason };
}

function saturatedMicros(millis) {
  const micros = millis * 1_000n;
  return micros > LATEST_TIMESTAMP_MICROS ? LATEST_TIMESTAMP_MICROS : micros;
}
