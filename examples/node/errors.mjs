// SPDX-License-Identifier: Apache-2.0
/** A configuration error, which no restart fixes: exit code 2, and one line that names the key (R13). */
export class ConfigError extends Error {
  constructor(key, problem) {
    super(`${key}: ${problem}`);
  }
}

/** The topic was deleted and created again while it was read: another pipeline (R10). */
export class TopicCreatedAnew extends ConfigError {
  constructor(topic) {
    super('kafka.topic', `${topic} was created again while it was read; another topic needs another postgres.schema`);
  }
}

/** The log lacks records that the ledger expects next; they must not be skipped (R9). */
export class GapError extends Error {
  constructor(message) {
    super(`GAP: ${message}`);
  }
}

/** A failure that retrying does not fix; a restart may resume from the ledger. */
export class EngineError extends Error {}

/** A stop was requested while the engine waited; not a failure. */
export class Stopped extends Error {}
