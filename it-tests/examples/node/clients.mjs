import { readFileSync } from 'node:fs';
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
  'bootstrap.servers': 'the key kafka.bootstrap.servers',
  'num.stream.threads': 'the key parallelism',
  'commit.interval.ms': 'the key commit.interval.ms, outside kafka.properties',
  'state.dir': 'the key state.dir, outside kafka.properties',
};
const PREFIXES = /^(?:(?:main\.|restore\.|global\.)?consumer\.|kafka\.)+/;

const PROTOCOLS = { PLAINTEXT: [], SSL: ['tls'], SASL_PLAINTEXT: ['sasl'], SASL_SSL: ['tls', 'sasl'] };
const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'];

/** Says at start which property this engine cannot take, whatever it would mean to a Java client. */
export function checkKafkaProperties(properties) {
  for (const name of properties.keys()) {
    const bare = name.replace(PREFIXES, '');
    if (Object.hasOwn(REFUSED, bare)) {
      throw new ConfigError(`${KEY}.${name}`, `remove it; it is ${REFUSED[bare]}`);
    }
  }
}

/**
 * The node client's options for the properties of a Java client. Unknown ones of security are refused,
 * since they must not go unheard; other unknown ones are named on the log, as a Java client does.
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
    if (!/^[0-9]{1,9}$/.test(written)) throw new ConfigError(`${KEY}.${name}`, 'is no whole number');
    return Number(written);
  };
  const choice = (name, allowed, byDefault) => {
    const value = take(name, byDefault);
    if (!allowed.includes(value)) {
      throw new ConfigError(`${KEY}.${name}`, `this engine takes ${allowed.join(', ')}`);
    }
    return value;
  };

  const security = PROTOCOLS[choice('security.protocol', Object.keys(PROTOCOLS), 'PLAINTEXT')];
  const options = {
    brokers: brokers(config['kafka.bootstrap.servers']),
    clientId: take('client.id', 'sluice-node'),
    fetchBytes: number('fetch.max.bytes', 8 * 1024 * 1024),
    partitionBytes: number('max.partition.fetch.bytes', 1024 * 1024),
    fetchWaitMs: number('fetch.max.wait.ms', 500),
    connection: { connectTimeout: 5_000, requestTimeout: number('request.timeout.ms', 30_000) },
  };
  if (security.includes('tls')) {
    choice('ssl.truststore.type', ['PEM'], 'PEM');
    const file = take('ssl.truststore.location');
    const ca = take('ssl.truststore.certificates') ?? (file && pem(`${KEY}.ssl.truststore.location`, file));
    const anyHost = take('ssl.endpoint.identification.algorithm', 'https') === '';
    options.connection.tls = { ca, ...(anyHost && { checkServerIdentity: () => undefined }) };
  }
  if (security.includes('sasl')) {
    const mechanism = choice('sasl.mechanism', MECHANISMS, MECHANISMS[0]);
    const jaas = take('sasl.jaas.config', '');
    const [username, password] = ['username', 'password'].map(
      (name) => new RegExp(`\\b${name}="((?:[^"\\\\]|\\\\.)*)"`).exec(jaas)?.[1].replace(/\\(.)/g, '$1'),
    );
    if (username === undefined || password === undefined) {
      throw new ConfigError(`${KEY}.sasl.jaas.config`, 'lacks username="…" or password="…"');
    }
    options.connection.sasl = { mechanism, username, password };
  }
  for (const name of left.keys()) {
    if (/^(?:ssl|sasl|security)\./.test(name)) {
      throw new ConfigError(`${KEY}.${name}`, 'is nothing that this engine knows');
    }
    console.error(`sluice: ${KEY}.${name} means nothing to this engine, and is not used`);
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

/**
 * The node driver's options for a JDBC URL. What it has no counterpart for is refused: a setting of
 * security that went unheard would be worse than none.
 */
export function postgresOptions(config) {
  const match = /^jdbc:postgresql:(?:\/\/([^/?]*)\/?)?([^?]*)(?:\?(.*))?$/.exec(config[URL_KEY]);
  const address = /^(\[[0-9A-Fa-f:.]+\]|[^:,]*)(?::([0-9]{1,5}))?$/.exec(match?.[1] ?? '');
  if (address === null) {
    throw new ConfigError(URL_KEY, 'is not jdbc:postgresql://HOST:PORT/DATABASE with one host');
  }
  const settings = new URLSearchParams(match[3] ?? '');
  const user = config['postgres.user'] || settings.get('user') || userInfo().username;
  for (const name of settings.keys()) {
    if (!['user', 'sslmode', 'sslrootcert'].includes(name)) {
      throw new ConfigError(URL_KEY, `this engine does not know its parameter ${name}; allowed: user, sslmode, sslrootcert`);
    }
  }
  const host = (address[1] || 'localhost').replace(/[[\]]/g, '');
  return {
    host,
    port: Number(address[2] ?? 5432),
    database: decodeURIComponent(match[2].replace(/^\//, '')) || user,
    user,
    // A function, since of an empty text the driver would look for a password elsewhere.
    password: () => config['postgres.password'],
    ssl: postgresTls(settings),
  };
}

function postgresTls(settings) {
  const root = settings.get('sslrootcert');
  const ca = root === null ? undefined : pem(URL_KEY, root);
  const modes = {
    disable: false,
    require: { ca, rejectUnauthorized: false },
    'verify-ca': { ca, checkServerIdentity: () => undefined },
    'verify-full': { ca },
  };
  const mode = settings.get('sslmode') ?? 'disable';
  if (!Object.hasOwn(modes, mode)) {
    throw new ConfigError(URL_KEY, `this engine does not know its sslmode; allowed: ${Object.keys(modes).join(', ')}`);
  }
  return modes[mode];
}

/** The text of a file of certificates. */
function pem(key, file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (e) {
    throw new ConfigError(key, `the certificates in ${file} cannot be read: ${e.code}`);
  }
}
