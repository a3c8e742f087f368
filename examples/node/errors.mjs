/** A configuration that no restart helps: exit code 2, and one line that names the key (R13). */
export class ConfigError extends Error {
  constructor(key, problem) {
    super(`${key}: ${problem}`);
  }
}

/** Another topic of the same name, found while the one before was read: another pipeline (R10). */
export class TopicCreatedAnew extends ConfigError {
  constructor(topic) {
    super('kafka.topic', `${topic} was created anew while it was read`);
  }
}

/** Records that the ledger waits for are not in the log: it must not be jumped over (R9). */
export class GapError extends Error {
  constructor(message) {
    super(`GAP: ${message}`);
  }
}

/** A failure that retrying does not mend; a restart may go on from the ledger. */
export class EngineError extends Error {}

/** Somebody asked for a stop while the engine waited; no failure. */
export class Stopped extends Error {}
