// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { NUMBER_FIELDS, TEXT_FIELDS } from './decode.mjs';
import { ConfigError } from './errors.mjs';
import { JsonNumber, JsonObject } from './json.mjs';

const NESTING = 16;
const TEXTS = new Set([...TEXT_FIELDS.filter((name) => name !== 'event_time'), 'path']);
const NUMBERS = new Set(NUMBER_FIELDS);
const PATH = /^(?:[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)/;

/** What this engine declines in its engine.json, and so refuses at start (R17). */
const DECLINED = {
  matches: 'regular expressions',
  in_range: 'address ranges',
  between: 'number ranges',
};

/** The conditions on a field: the key of their list, and the check made from it. */
const ON_FIELD = {
  one_of: [
    'values',
    (values) =>
      (
        (set) => (text) =>
          set.has(text)
      )(new Set(values)),
  ],
  prefix: ['values', (values) => (text) => values.some((value) => text.startsWith(value))],
  suffix: ['values', (values) => (text) => values.some((value) => text.endsWith(value))],
  contains: ['words', contains],
};
const CONDITIONS = ['equals', ...Object.keys(ON_FIELD), 'missing', 'all', 'any', 'not'];

/**
 * Compiles the rules of the configuration's JSON.
 *
 * @return {{drops, canonical, sha256}} drops returns the name of the first rule whose condition holds
 *     for an event, or undefined; canonical is the JSON whose hash names the rule set (R10)
 * @throws {ConfigError} naming rule, condition and problem
 */
export function compileRules(json) {
  const { version, rules } = membersOf(json, 'rules', ['version', 'rules']);
  if (version !== undefined && textOf(version, 'rules: version') !== '1') {
    throw new ConfigError('rules', 'version: allowed: 1');
  }
  const names = new Set();
  const compiled = itemsOf(rules, 'rules').map((rule, i) => {
    const { name, when } = membersOf(rule, `rules: rules[${i}]`, ['name', 'when']);
    const written = textOf(name, `rules: rules[${i}].name`);
    if (!/^[a-z][a-z0-9_-]{0,62}$/.test(written)) {
      throw new ConfigError(
        `rules: rules[${i}].name`,
        `${JSON.stringify(written)} is not a name; allowed: 1 to 63 of a-z, 0-9, _ and -, starting with a letter`,
      );
    }
    if (names.has(written)) {
      throw new ConfigError(`rules: rule '${written}'`, 'the name is used twice; every rule needs its own name');
    }
    names.add(written);
    return { name: written, ...condition(when, `rules: rule '${written}': when`, 1) };
  });
  const canonical = canonicalJson({
    version: 1,
    rules: compiled.map((rule) => ({ name: rule.name, when: rule.canonical })),
  });
  return {
    drops: (event) => compiled.find((rule) => rule.holds(event))?.name,
    canonical,
    sha256: createHash('sha256').update(canonical).digest('hex'),
  };
}

/** A condition as a check of events, and in its canonical form. */
function condition(json, at, level) {
  if (!(json instanceof JsonObject) || json.members.length !== 1) {
    throw new ConfigError(at, `a condition has one key; allowed: ${CONDITIONS.join(', ')}`);
  }
  const [[key, body]] = json.members;
  const here = `${at}.${key}`;
  if (Object.hasOwn(DECLINED, key)) {
    throw new ConfigError(here, `this engine declines ${DECLINED[key]}; see its engine.json`);
  }
  if (!CONDITIONS.includes(key)) {
    throw new ConfigError(at, `'${key}' is not a condition; allowed: ${CONDITIONS.join(', ')}`);
  }
  if (level > NESTING) throw new ConfigError(here, `nests deeper than ${NESTING} conditions`);
  if (key === 'not') {
    const inner = condition(body, here, level + 1);
    return { holds: (event) => !inner.holds(event), canonical: { not: inner.canonical } };
  }
  if (key === 'all' || key === 'any') {
    const inner = some(itemsOf(body, here), here).map((item, i) => condition(item, `${here}[${i}]`, level + 1));
    const holds =
      key === 'all'
        ? (event) => inner.every((each) => each.holds(event))
        : (event) => inner.some((each) => each.holds(event));
    return { holds, canonical: { [key]: inner.map((each) => each.canonical) } };
  }
  return onField(key, body, here);
}

function onField(key, body, at) {
  if (key === 'missing') {
    const field = fieldOf(membersOf(body, at, ['field']).field, at);
    return { holds: (event) => valueOf(event, field) === undefined, canonical: { missing: { field } } };
  }
  const kind = key === 'equals' ? 'one_of' : key;
  const [list, check] = ON_FIELD[kind];
  const single = key === 'equals' || key === 'prefix' || key === 'suffix' ? ['value'] : [];
  const given = membersOf(body, at, ['field', ...single, ...(key === 'equals' ? [] : [list])]);
  const field = fieldOf(given.field, at);
  if (NUMBERS.has(field) && kind !== 'one_of') {
    throw new ConfigError(`${at}.field`, `${field} is a number; ${key} takes one of ${[...TEXTS].join(', ')}`);
  }
  if ((given.value === undefined) === (given[list] === undefined)) {
    throw new ConfigError(at, `takes one of ${[...single, ...(key === 'equals' ? [] : [list])].join(' and ')}`);
  }
  const items = given.value === undefined ? some(itemsOf(given[list], `${at}.${list}`), at) : [given.value];
  const values = items.map((item, i) =>
    checked(textOf(item, `${at}.${list}[${i}]`), kind, field, `${at}.${list}[${i}]`),
  );
  const holdsFor = check(values);
  return {
    // A condition on an absent field is false.
    holds: (event) => {
      const value = valueOf(event, field);
      return value !== undefined && holdsFor(value);
    },
    canonical: { [kind]: { field, [list]: values } },
  };
}

/** Refuses a text that no event can have, or that would match every text. */
function checked(text, kind, field, at) {
  if (NUMBERS.has(field) && !/^(?:0|[1-9][0-9]{0,18})$/.test(text)) {
    throw new ConfigError(at, `${JSON.stringify(text)} is not a value of ${field}; allowed: only digits, such as 404`);
  }
  if (text === '' && kind !== 'one_of') {
    throw new ConfigError(at, 'is empty and would match every text; remove it');
  }
  if (!text.isWellFormed() || text.includes('\0')) {
    throw new ConfigError(at, 'contains U+0000 or a lone surrogate, which no event has; remove it');
  }
  return text;
}

/** Ignores the case of ASCII letters only: a plain toLowerCase() would also fold the Kelvin sign to k. */
function contains(words) {
  const folded = words.map(asciiLower);
  return (text) => {
    const within = asciiLower(text);
    return folded.some((word) => within.includes(word));
  };
}

function asciiLower(text) {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The field's text, numbers in the digits of the record; undefined if it is absent. */
function valueOf(event, field) {
  return field === 'path' ? PATH.exec(event.url)[1] : event[field];
}

function fieldOf(json, at) {
  const name = textOf(json, `${at}.field`);
  if (!TEXTS.has(name) && !NUMBERS.has(name)) {
    const allowed = [...TEXTS, ...NUMBERS].join(', ');
    throw new ConfigError(`${at}.field`, `${JSON.stringify(name)} is not a field; allowed: ${allowed}`);
  }
  return name;
}

function membersOf(json, at, allowed) {
  if (!(json instanceof JsonObject)) {
    throw new ConfigError(at, `is not an object; allowed: one with ${allowed.join(', ')}`);
  }
  for (const [i, [name]] of json.members.entries()) {
    if (!allowed.includes(name)) {
      throw new ConfigError(at, `'${name}' is not a key here; allowed: ${allowed.join(', ')}`);
    }
    if (json.members.findIndex(([other]) => other === name) !== i) {
      throw new ConfigError(at, `the key '${name}' occurs twice; remove one`);
    }
  }
  return Object.fromEntries(json.members);
}

function itemsOf(json, at) {
  if (!Array.isArray(json)) throw new ConfigError(at, 'is not a list');
  return json;
}

function some(items, at) {
  if (items.length === 0) throw new ConfigError(at, 'is empty; give one or more');
  return items;
}

/** The text as written: 404 and true without quotes are those characters. */
function textOf(json, at) {
  if (json instanceof JsonNumber) return json.text;
  if (typeof json === 'string' || typeof json === 'boolean') return String(json);
  throw new ConfigError(at, 'is not a text');
}

/** JSON.stringify, except for the characters that only canonical JSON escapes. */
function canonicalJson(value) {
  return JSON.stringify(value)
    .replace(/\\./g, (escape) => (/[bfnrt]/.test(escape) ? unicodeEscape(JSON.parse(`"${escape}"`)) : escape))
    .replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, unicodeEscape);
}

function unicodeEscape(c) {
  return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
