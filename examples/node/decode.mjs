// SPDX-License-Identifier: Apache-2.0
import { isUtf8 } from 'node:buffer';
import { JsonNumber, JsonObject, NotJson, readJson } from './json.mjs';
import { parseTime } from './time.mjs';

/** R6's table. Changing a limit changes the contract, and makes another pipeline (R10). */
export const LIMITS = {
  record_bytes: 524_288,
  nesting: 32,
  number_length: 64,
  event_id_bytes: 512,
  host_bytes: 255,
  token_bytes: 64,
  text_bytes: 16_384,
  status: 999,
  kept_bytes: 4_096,
};

const LARGEST_BYTES = 2n ** 63n - 1n;
const REQUIRED = ['event_time', 'host', 'url'];
const NEVER_EMPTY = [...REQUIRED, 'event_id'];
const NUMBERS = { status: BigInt(LIMITS.status), bytes: LARGEST_BYTES };
const TEXTS = {
  event_id: LIMITS.event_id_bytes,
  event_time: LIMITS.token_bytes,
  host: LIMITS.host_bytes,
  url: LIMITS.text_bytes,
  ip: LIMITS.token_bytes,
  method: LIMITS.token_bytes,
  referrer: LIMITS.text_bytes,
  user_agent: LIMITS.text_bytes,
};

/** The fields of an event by kind; all others are ignored (R1). */
export const TEXT_FIELDS = Object.keys(TEXTS);
export const NUMBER_FIELDS = Object.keys(NUMBERS);
const FIELDS = new Set([...TEXT_FIELDS, ...NUMBER_FIELDS]);

/**
 * Reads a record's value into an event, or finds the first of R3's reasons why it is not one. The
 * checks are in the order of that list, which decides between two defects.
 *
 * @param {Buffer | null} value
 * @return {{reason: string} | {event: object}} an event has its fields as texts, numbers as digits,
 *     undefined where absent, and its time as `micros`
 */
export function decode(value) {
  if (value === null) return { reason: 'null_value' };
  if (value.length === 0) return { reason: 'empty_value' };
  if (value.length > LIMITS.record_bytes) return { reason: 'record_too_large' };
  if (!isUtf8(value)) return { reason: 'not_utf8' };
  if (value[0] === 0xef && value[1] === 0xbb && value[2] === 0xbf) {
    return { reason: 'byte_order_mark' };
  }
  const json = jsonOf(value.toString('utf8'));
  if (json === undefined) return { reason: 'not_json' };
  if (json.nesting > LIMITS.nesting) return { reason: 'nested_too_deep' };
  if (json.longestNumber > LIMITS.number_length) return { reason: 'number_too_long' };
  if (!(json.value instanceof JsonObject)) return { reason: 'not_an_object' };

  const known = json.value.members.filter(([name]) => FIELDS.has(name));
  const fields = new Map(known);
  if (fields.size < known.length) return { reason: 'duplicate_field' };
  // A field that is null counts as absent (R1), except that it must not occur twice.
  for (const [name, given] of known) if (given === null) fields.delete(name);
  if (REQUIRED.some((name) => !fields.has(name))) return { reason: 'missing_field' };
  for (const [name, given] of fields) {
    const fits = name in TEXTS ? typeof given === 'string' : given instanceof JsonNumber;
    if (!fits) return { reason: 'wrong_type' };
  }
  const texts = [...fields].filter(([name]) => name in TEXTS);
  if (texts.some(([, text]) => !isStorable(text))) return { reason: 'unstorable_text' };
  if (NEVER_EMPTY.some((name) => fields.get(name) === '')) return { reason: 'empty_field' };
  if (texts.some(([name, text]) => Buffer.byteLength(text) > TEXTS[name])) {
    return { reason: 'field_too_long' };
  }
  const micros = parseTime(fields.get('event_time'));
  if (micros === undefined) return { reason: 'bad_time' };
  const event = { micros };
  for (const [name, most] of Object.entries(NUMBERS)) {
    const written = fields.get(name)?.text;
    if (written !== undefined && !isWhole(written, most)) return { reason: 'bad_number' };
    event[name] = written;
  }
  for (const [name, text] of texts) event[name] = text;
  return { event };
}

function jsonOf(text) {
  try {
    return readJson(text);
  } catch (e) {
    if (e instanceof NotJson) return undefined;
    throw e;
  }
}

/** Whether Postgres can store the text, and UTF-8 can encode it. */
function isStorable(text) {
  return text.isWellFormed() && !text.includes('\0');
}

function isWhole(written, most) {
  return /^[0-9]+$/.test(written) && BigInt(written) <= most;
}
