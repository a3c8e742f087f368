// SPDX-License-Identifier: Apache-2.0
import { userInfo } from 'node:os';
import { ConfigError } from './errors.mjs';

const URL_KEY = 'postgres.url';
const KEY = 'kafka.properties';
const CONTRACT = 'fixed by the contract';
const ENGINE = "the engine's own";
const NO_SKIPPING = 'refused: no record may be skipped or changed';

/** With each of these an engine could skip records, read what was never committed, or lose its place. */
const REFUSED = {
  'isolation.level': `${CONTRACT} at read_committed (R1)`,
  'auto.offset.reset': `${CONTRACT} at none (R15); see the key start`,
  'allow.auto.create.topics': `${CONTRACT} at false: a missing topic is an error`,
  'group.id': ENGINE,
  'group.instance.id': ENGINE,
  'group.protocol': ENGINE,
  'application.id': ENGINE,
  'enable.auto.commit': ENGINE,
  'key.deserializer': ENGINE,
  'value.deserializer': ENGINE,
  'default.key.serde': ENGINE,
  'default.value.serde': ENGINE,
  'default.timestamp.extractor': ENGINE,
  'processing.guarantee': ENGINE,
  'max.poll.interval.ms': `${ENGINE}, above retry.deadline.ms (R13)`,
  'interceptor.classes': NO_SKIPPING,
  'deserialization.exception.handler': NO_SKIPPING,
  'default.deserialization.exception.handler': NO_SKIPPING,
  'processing.exception.handler': NO_SKIPPING,
  'processor.wrapper.class': NO_SKIPPING,
  'bootstrap.servers': 'the key kafka.bootstrap.servers',
  'num.stream.threads': 'the key parallelism',
  'commit.interval.ms': 'the key commit.interval.ms, outside kafka.properties',
  'state.dir': 'the key state.dir, outside kafka.properties',
};
const PREFIXES = /^(?:(?:main\.|restore\.|global\.)?consumer\.|kafka\.)+/;

/** Refuses the properties that the contract fixes or the engine sets, under a Java client's names. */
export function checkKafkaProperties(properties) {
  for (const name of properties.keys()) {
    const bare = name.replace(PREFIXES, '');
    if (Object.hasOwn(REFUSED, bare)) {
      throw new ConfigError(`${KEY}.${name}`, `remove it; it is ${REFUSED[bare]}`);
    }
  }
}

const KNOWN =
  'security.protocol, client.id, fetch.max.bytes, max.partition.fetch.bytes, fetch.max.wait.ms and request.timeout.ms';

/**
 * Translates the properties of a Java client to the node client's options. Refuses properties that
 * have no counterpart here, since they must not be ignored silently.
 */
export function kafkaOptions(config) {
  const left = new Map(config['kafka.properties']);
  const take = (name, byDefault) => {
    const value = left.get(name) ?? byDefault;
    left.delete(name);
    return value;
  };
  const number = (name, byDefault) => {
    const written = take(name, String(byDefault));
    if (!/^[0-9]{1,9}$/.test(written)) {
      throw new ConfigError(`${KEY}.${name}`, `${JSON.stringify(written)} is not a whole number`);
    }
    return Number(written);
  };
  const protocol = take('security.protocol', 'PLAINTEXT');
  if (protocol !== 'PLAINTEXT') {
    throw new ConfigError(
      `${KEY}.security.protocol`,
      `${JSON.stringify(protocol)} is not supported; this example supports only PLAINTEXT`,
    );
  }
  const options = {
    brokers: brokers(config['kafka.bootstrap.servers']),
    clientId: take('client.id', 'sluice-node'),
    fetchBytes: number('fetch.max.bytes', 8 * 1024 * 1024),
    partitionBytes: number('max.partition.fetch.bytes', 1024 * 1024),
    fetchWaitMs: number('fetch.max.wait.ms', 500),
    connection: { connectTimeout: 5_000, requestTimeout: number('request.timeout.ms', 30_000) },
  };
  for (const name of left.keys()) {
    if (/^(?:ssl|sasl|security)\./.test(name)) {
      throw new ConfigError(`${KEY}.${name}`, 'this example supports neither TLS nor SASL; remove it');
    }
    // It may be a misspelt security setting: ignoring it could mean a connection in plain text.
    throw new ConfigError(`${KEY}.${name}`, `this example does not support it; remove it (supported: ${KNOWN})`);
  }
  return options;
}

function brokers(servers) {
  return servers.split(',').map((server) => {
    const match = /^\s*(?:[A-Z_]+:\/\/)?(?:\[([0-9A-Fa-f:.%]+)\]|([^\s:/[\]]+)):([0-9]{1,5})\s*$/.exec(server);
    const port = Number(match?.[3]);
    if (match === null || port < 1 || port > 65_535) {
      throw new ConfigError('kafka.bootstrap.servers', `${JSON.stringify(server)} is not HOST:PORT`);
    }
    return { host: match[1] ?? match[2], port };
  });
}

/** Translates a JDBC URL to the node driver's options; refuses parameters that have no counterpart. */
export function postgresOptions(config) {
  const match = /^jdbc:postgresql:(?:\/\/([^/?]*)\/?)?([^?]*)(?:\?(.*))?$/.exec(config[URL_KEY]);
  const address = /^(\[[0-9A-Fa-f:.]+\]|[^:,]*)(?::([0-9]{1,5}))?$/.exec(match?.[1] ?? '');
  if (match === null || address === null) {
    throw new ConfigError(URL_KEY, 'is not jdbc:postgresql://HOST:PORT/DATABASE with one host');
  }
  const settings = new URLSearchParams(match[3] ?? '');
  for (const [name, value] of settings) {
    if (name !== 'user' && !(name === 'sslmode' && value === 'disable')) {
      throw new ConfigError(
        URL_KEY,
        `${name} is not supported by this example; remove it (supported: user, and sslmode=disable)`,
      );
    }
  }
  const user = config['postgres.user'] || settings.get('user') || userInfo().username;
  return {
    host: (address[1] || 'localhost').replace(/[[\]]/g, ''),
    port: Number(address[2] ?? 5432),
    database: decodeURIComponent(match[2].replace(/^\//, '')) || user,
    user,
    // A function, since for an empty text the driver would look for a password elsewhere.
    password: () => config['postgres.password'],
    ssl: false,
  };
}
