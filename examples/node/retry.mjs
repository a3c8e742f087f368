// SPDX-License-Identifier: Apache-2.0
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError, Stopped } from './errors.mjs';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

/** The time until which faults are retried. */
export class Deadline {
  #end;

  constructor(budgetMs) {
    this.budgetMs = budgetMs;
    this.#end = performance.now() + budgetMs;
  }

  /** Milliseconds that are left; never negative. */
  left() {
    return Math.max(0, this.#end - performance.now());
  }
}

/**
 * Does the work, and retries it after transient faults with growing, capped and jittered pauses, up
 * to the deadline (R13).
 *
 * @param what names the work in messages
 * @param isTransient whether the same work may succeed later
 * @param signal aborted when a stop is requested; there are no further tries then
 */
export async function retry(what, deadline, isTransient, signal, work) {
  for (let failures = 1; ; failures++) {
    try {
      return await work();
    } catch (e) {
      if (!isTransient(e)) throw e;
      if (signal.aborted) throw new Stopped();
      if (deadline.left() === 0) {
        throw new EngineError(
          `${what}: tried ${failures} times, up to the deadline of ${deadline.budgetMs} ms;` + ` last: ${words(e)}`,
          { cause: e },
        );
      }
      console.error(`sluice: ${what}: ${words(e)}; retrying`);
      const cap = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10));
      // Full jitter, so that writers that failed together do not retry together.
      await sleep(Math.min(Math.random() * cap, deadline.left()), null, { signal }).catch(() => {
        throw new Stopped();
      });
    }
  }
}

/** The first line of the messages of an error and its causes: further lines may show rows. */
export function words(error) {
  const line = String(error.message || error.code || error).split('\n', 1)[0];
  const root = error.errors?.[0] ?? error.cause;
  const why = root ? words(root) : '';
  return line.includes(why) ? line : `${line} (${why})`;
}
