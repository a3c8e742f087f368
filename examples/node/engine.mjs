// SPDX-License-Identifier: Apache-2.0
import { readFileSync } from 'node:fs';
import { readConfig } from './config.mjs';
import { ConfigError, Stopped } from './errors.mjs';
import { words } from './retry.mjs';

const PROGRESS_MS = 1_000;
const LONGEST_REASON = 1_000;

/** The process, as docs/engine-protocol.md has it: status lines, requests to stop, exit codes (R14). */
class Life {
  #stop = new AbortController();
  #secret = '';
  #stopMs = 30_000;
  #isRunning = false;
  #hasEnded = false;
  #reported = 0;
  #untold;

  /** Aborted when a stop is requested. */
  get signal() {
    return this.#stop.signal;
  }

  begin() {
    // Standard output is only for status lines.
    console.log = console.info = console.debug = console.error;
    // The reader of stdout may be gone; only the end of stdin means stop.
    process.stdout.on('error', () => {});
    const { version } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url)));
    this.#say('STARTING', { engine: 'node', version, pid: process.pid, time: new Date().toISOString() });
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => this.#requestStop(name));
    process.on('uncaughtException', (e) => this.fail(e));
    process.on('unhandledRejection', (e) => this.fail(e));
    // If a library exits the process, or nothing is left to wait for, that is a failure, not a 0.
    process.on('exit', () => {
      if (this.#hasEnded) return;
      this.#say('FAILED', { reason: 'the process exited before the run had ended' });
      process.exitCode = 1;
    });
    // Keeps the process alive during a pause between two tries, when nothing else may be open.
    setInterval(() => this.#tellProgress(), PROGRESS_MS);
  }

  /** Applies the process's settings of the configuration. */
  configure(config) {
    this.#secret = config['postgres.password'];
    this.#stopMs = config['stop.timeout.ms'];
    if (config.supervised) {
      // What a supervisor writes means nothing; the end of its pipe means stop.
      process.stdin.on('error', () => this.#requestStop('a broken stdin'));
      process.stdin.on('end', () => this.#requestStop('the end of stdin'));
      process.stdin.resume();
    }
  }

  running({ runId, ledger, ends }) {
    this.#isRunning = true;
    const starts = new Map([...ledger].map(([partition, { next }]) => [partition, next]));
    this.#say('RUNNING', { run_id: runId, starts: offsets(starts), ...(ends && { ends: offsets(ends) }) });
  }

  /** Reports how far the ledger got, at most once a second. */
  progress(ledger) {
    this.#untold = ledger;
  }

  drained() {
    this.#end(0, this.signal.aborted ? 'STOPPED' : 'DRAINED');
  }

  stopped() {
    this.#end(0, 'STOPPED');
  }

  fail(error) {
    const reason = this.#masked(words(error))
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .slice(0, LONGEST_REASON);
    if (!(error instanceof ConfigError)) console.error(this.#masked(error.stack ?? reason));
    else console.error(`sluice: ${reason}`);
    this.#end(error instanceof ConfigError ? 2 : 1, 'FAILED', { reason });
  }

  #requestStop(why) {
    if (this.signal.aborted || this.#hasEnded) return; // a second request changes nothing
    console.error(`sluice: stopping because of ${why}`);
    this.#stop.abort();
    // Before the run nothing has started: what the start has open is rolled back.
    if (!this.#isRunning) this.stopped();
    setTimeout(() => this.fail(new Error(`the run did not end within ${this.#stopMs} ms after ${why}`)), this.#stopMs);
  }

  #tellProgress() {
    if (this.#untold === undefined || this.#hasEnded) return;
    const counts = {};
    for (const row of this.#untold.values()) {
      for (const [key, count] of Object.entries(row.counts)) counts[key] = (counts[key] ?? 0) + count;
    }
    const records = Object.values(counts).reduce((sum, count) => sum + count, 0);
    this.#untold = undefined;
    if (records !== this.#reported) this.#say('PROGRESS', { records, counts });
    this.#reported = records;
  }

  #end(code, status, more) {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#say(status, more);
    process.exit(code);
  }

  #say(status, more) {
    process.stdout.write(`${JSON.stringify({ status, ...more })}\n`);
  }

  /** Drivers keep passwords out of their messages, but a status line may be read by anyone. */
  #masked(text) {
    if (this.#secret.trim() === '') return text;
    // Only whole words, or a password like "postgres" would damage every URL.
    const word = this.#secret.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return text.replace(new RegExp(`(?<!\\w)${word}(?!\\w)`, 'g'), '***');
  }
}

/** Offsets by partition, for JSON; they are far below 2^53. */
function offsets(byPartition) {
  return Object.fromEntries([...byPartition].map(([partition, offset]) => [partition, Number(offset)]));
}

const life = new Life();
life.begin();
try {
  const args = process.argv.slice(2);
  if (args.length !== 1)
    throw new ConfigError('usage', `node engine.mjs CONFIG-FILE; one argument is required, there are ${args.length}`);
  const config = readConfig(args[0], process.env);
  life.configure(config);
  // Imported only now, so that a missing library is reported as a failure instead of ending the process.
  const { run } = await import('./loop.mjs');
  await run(config, life);
  life.drained();
} catch (e) {
  if (e instanceof Stopped || (life.signal.aborted && e.name === 'AbortError')) life.stopped();
  else life.fail(e);
}
