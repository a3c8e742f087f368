// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { checkKafkaProperties, kafkaOptions, postgresOptions } from './clients.mjs';
import { ConfigError } from './errors.mjs';
import { JsonNumber, JsonObject, NotJson, readJson } from './json.mjs';
import { compileRules } from './rules.mjs';

const MODE = 'node';
const MOST = 2n ** 63n - 1n;
const THOUSAND_YEARS = 31_536_000_000_000_000n;

// A kind has a text that completes "is not …", and a function that returns the value as the engine
// uses it, or undefined if it is not allowed.
const kind = (allowed, accept) => ({ allowed, accept });
const text = (allowed, test) => kind(allowed, (json) => (typeof json === 'string' && test(json) ? json : undefined));
const filled = text('text that is not blank', (given) => given.trim() !== '');
const anything = text('text', () => true);
const flag = kind('true or false', (json) => (typeof json === 'boolean' ? json : undefined));
// Whole numbers are BigInt where they may be above 2^53.
const big = (least, most) =>
  kind(`a whole number from ${least} to ${most}`, (json) => {
    if (!(json instanceof JsonNumber) || !/^-?[0-9]+$/.test(json.text)) return undefined;
    const given = BigInt(json.text);
    return given >= least && given <= most ? given : undefined;
  });
const whole = (least, most) => {
  const { allowed, accept } = big(BigInt(least), BigInt(most));
  return kind(allowed, (json) => (accept(json) === undefined ? undefined : Number(accept(json))));
};
const lateness = kind(`${big(0n, THOUSAND_YEARS).allowed}, or "unlimited"`, (json) =>
  json === 'unlimited' ? json : big(0n, THOUSAND_YEARS).accept(json),
);
const properties = kind('an object of names and texts', (json) => {
  if (!(json instanceof JsonObject)) return undefined;
  const given = json.members.map(([name, value]) => [name, value instanceof JsonNumber ? value.text : value]);
  const fits = given.every(([, value]) => typeof value === 'string' || typeof value === 'boolean');
  return fits ? new Map(given.map(([name, value]) => [name, String(value)])) : undefined;
});
const rules = kind('an object, as in a rules file', (json) => (json instanceof JsonObject ? json : undefined));
// A mapping that is ignored would make every record a dead letter.
const nothing = kind('supported, since this engine declines mappings; remove the key', () => undefined);

const REQUIRED = Symbol('required');
const SECRET = true;

/** Every key: its kind, its default, and whether its value is a secret that errors must not show. */
const KEYS = {
  engine: [filled, REQUIRED],
  'kafka.bootstrap.servers': [filled, REQUIRED],
  'kafka.topic': [
    text("a topic's name: 1 to 249 letters, digits, dots, _ and -", (name) =>
      /^(?!\.{1,2}$)[a-zA-Z0-9._-]{1,249}$/.test(name),
    ),
    REQUIRED,
  ],
  'kafka.properties': [properties, new Map(), SECRET],
  'postgres.url': [
    text(
      'a URL that starts with jdbc:postgresql: and contains no password',
      (url) => url.startsWith('jdbc:postgresql:') && !url.toLowerCase().includes('password='),
    ),
    REQUIRED,
    SECRET,
  ],
  'postgres.user': [anything, ''],
  'postgres.password': [anything, '', SECRET],
  'postgres.schema': [
    text(
      "a schema's name: 1 to 63 bytes, not starting with pg_",
      (name) => name !== '' && Buffer.byteLength(name) <= 63 && !name.includes('\0') && !name.startsWith('pg_'),
    ),
    'sluice',
  ],
  'postgres.create.tables': [flag, false],
  rules: [rules, undefined],
  events: [nothing, undefined],
  'allowed.lateness.micros': [lateness, 15_000_000n],
  'allowed.skew.micros': [big(0n, THOUSAND_YEARS), 60_000_000n],
  'dead.letters.per.reason': [big(0n, MOST), 10_000n],
  start: [filled, 'resume'],
  drain: [flag, false],
  supervised: [flag, false],
  parallelism: [whole(1, 1_024), 2],
  'batch.records': [whole(1, 1_000_000), 10_000],
  'batch.linger.ms': [whole(0, 60_000), 50],
  'commit.interval.ms': [whole(10, 600_000), 1_000],
  'retry.deadline.ms': [whole(100, 240_000), 120_000],
  'stop.timeout.ms': [whole(100, 600_000), 30_000],
  'state.dir': [filled, REQUIRED],
};

/**
 * Reads a configuration (docs/configuration.md).
 *
 * @return the values by key, as {@link KEYS} has them, with `compiledRules`, and the clients' options
 *     in `postgres` and `kafka`
 * @throws {ConfigError} naming key, value (never a secret's) and what is allowed
 */
export function readConfig(file, environment) {
  const config = {};
  for (const [key, json] of members(file)) {
    if (!Object.hasOwn(KEYS, key)) {
      throw new ConfigError(key, `unknown key; the keys are ${Object.keys(KEYS).join(', ')} (in ${file})`);
    }
    if (Object.hasOwn(config, key)) throw new ConfigError(key, `occurs twice; remove one (in ${file})`);
    const [{ allowed, accept }, , secret] = KEYS[key];
    const value = accept(json);
    if (value === undefined) {
      throw new ConfigError(key, `${secret ? 'its value' : shown(json)} is not ${allowed} (in ${file})`);
    }
    if (key === 'kafka.properties') checkKafkaProperties(value);
    config[key] = value;
  }
  config['postgres.password'] ??= environment.SLUICE_POSTGRES_PASSWORD;
  for (const [key, [{ allowed }, byDefault]] of Object.entries(KEYS)) {
    if (byDefault === REQUIRED && !Object.hasOwn(config, key)) {
      throw new ConfigError(key, `is required: ${allowed} (in ${file})`);
    }
    config[key] ??= byDefault;
  }
  if (config.engine !== MODE) {
    throw new ConfigError('engine', `${shown(config.engine)} is not a mode of this engine; allowed: ${MODE}`);
  }
  if (config.rules === undefined) {
    throw new ConfigError(
      'rules',
      'is required by this engine: the default rules use in_range and between, which it declines',
    );
  }
  config.compiledRules = compileRules(config.rules);
  config.postgres = postgresOptions(config);
  config.kafka = kafkaOptions(config);
  return config;
}

function members(file) {
  let json;
  try {
    json = readJson(readFileSync(file, 'utf8')).value;
  } catch (e) {
    // Never the file's content: it contains passwords.
    if (e instanceof NotJson) throw new ConfigError(file, 'is not JSON; this engine does not read YAML');
    throw new ConfigError(file, e.code === 'ENOENT' ? 'does not exist' : `cannot be read: ${e.code}`);
  }
  if (!(json instanceof JsonObject)) throw new ConfigError(file, 'is not one JSON object of keys and values');
  return json.members;
}

function shown(json) {
  const plain = (value) => {
    if (value instanceof JsonNumber) return value.text;
    if (value instanceof JsonObject) {
      return `{${value.members.map(([name, inner]) => `${JSON.stringify(name)}:${plain(inner)}`).join(',')}}`;
    }
    return Array.isArray(value) ? `[${value.map(plain).join(',')}]` : JSON.stringify(value);
  };
  const whole = plain(json);
  return whole.length <= 100 ? whole : `${whole.slice(0, 100)}…`;
}
