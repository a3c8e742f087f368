// SPDX-License-Identifier: Apache-2.0
const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

const MIN_MS = -62_135_596_800_000; // 0001-01-01T00:00:00Z
const MAX_MS = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z

/**
 * Reads an RFC 3339 date-time as R6 defines it.
 *
 * @return {bigint | undefined} microseconds since the epoch; undefined for any other text
 */
export function parseTime(text) {
  const match = RFC3339.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  const [fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] = match.slice(7);
  if (year === 0 || hour > 23 || minute > 59 || second > 59) return undefined;
  if (Number(offsetHours) > 23 || Number(offsetMinutes) > 59) return undefined;
  // Not Date.UTC, which reads the years 0 to 99 as 1900 to 1999.
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A day that does not exist becomes one of the next month.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -60_000 : 60_000);
  const ms = date.getTime() + (hour * 3_600 + minute * 60 + second) * 1_000 - offset;
  if (ms < MIN_MS || ms > MAX_MS) return undefined;
  // Digits after the sixth are cut; the fraction counts forwards, also before 1970.
  return BigInt(ms) * 1_000n + BigInt(fraction.slice(0, 6).padEnd(6, '0'));
}

/** Writes microseconds since the epoch as RFC 3339 in UTC, with six fraction digits. */
export function formatTime(micros) {
  const inSecond = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = new Date(Number((micros - inSecond) / 1_000n)).toISOString().slice(0, 19);
  return `${seconds}.${inSecond.toString().padStart(6, '0')}Z`;
}
