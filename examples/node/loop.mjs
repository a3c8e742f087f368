// SPDX-License-Identifier: Apache-2.0
import { Decider } from './decide.mjs';
import { GapError } from './errors.mjs';
import { LedgerWriter } from './ledger.mjs';
import { OffsetOutOfRange, TopicLog } from './log.mjs';
import { Deadline, retry } from './retry.mjs';
import { checkNothingGone, resolveStart } from './start.mjs';

/** A batch is written when its values have this size, however few records that is. */
const BATCH_BYTES = 16 * 1024 * 1024;
const LOOK_FOR_PARTITIONS_MS = 5_000;
const IDLE_WAIT_MS = 500;

/**
 * The engine: one loop that reads what the partitions have, decides each record, and writes batches.
 * Its position is only in the ledger: it needs no consumer group and no state of its own.
 *
 * @param life takes `running` and `progress` for the status lines; its `signal` requests a stop
 */
export async function run(config, life) {
  const topic = config['kafka.topic'];
  const log = new TopicLog(topic, config.kafka);
  // The client library does not retry requests that may succeed a moment later.
  const patiently = (work) => {
    const deadline = new Deadline(config['retry.deadline.ms']);
    return retry(`reading ${topic}`, deadline, TopicLog.isTransient, life.signal, work);
  };
  let writer;
  try {
    const plan = await resolveStart(config, log, life.signal);
    const firstFrom = (partition, offset) => patiently(() => log.firstFrom(partition, offset));
    writer = new LedgerWriter(config, plan.runId, firstFrom, life.signal);
    life.running(plan);
    await new Loop(config, life, log, writer, plan, patiently).run();
  } finally {
    writer?.close();
    log.close();
  }
}

/** A partition's state in the loop: its position, and the records read but not yet written. */
class Partition {
  pending = [];
  bytes = 0;
  oldest = 0;

  constructor(number, next, end) {
    this.number = number;
    /** The ledger's next, as far as this engine moved it. */
    this.next = next;
    /** Where to read next: after `next` even where only markers and aborted records are in between. */
    this.position = next;
    this.end = end;
  }

  /** Whether all below the end is read: by position, since the last record may be far below it (R16). */
  get isRead() {
    return this.end !== undefined && this.position >= this.end;
  }

  add(record) {
    if (this.pending.length === 0) this.oldest = performance.now();
    this.pending.push(record);
    this.bytes += record.value?.length ?? 0;
  }

  /** Takes the first records, at most this many. */
  take(most) {
    const batch = this.pending.splice(0, most);
    this.bytes = this.pending.reduce((sum, record) => sum + (record.value?.length ?? 0), 0);
    return batch;
  }
}

class Loop {
  #config;
  #life;
  #log;
  #writer;
  #patiently;
  #decider;
  #partitions;
  #ledger;

  constructor(config, life, log, writer, plan, patiently) {
    this.#config = config;
    this.#life = life;
    this.#log = log;
    this.#writer = writer;
    this.#patiently = patiently;
    const lateness = config['allowed.lateness.micros'];
    this.#decider = new Decider(
      config.compiledRules.drops,
      lateness === 'unlimited' ? undefined : lateness,
      config['allowed.skew.micros'],
    );
    this.#ledger = plan.ledger;
    this.#partitions = new Map(
      [...plan.ledger].map(([number, { next }]) => [number, new Partition(number, next, plan.ends?.get(number))]),
    );
  }

  async run() {
    let nextLook = performance.now() + LOOK_FOR_PARTITIONS_MS;
    while (!this.#life.signal.aborted) {
      const reading = [...this.#partitions.values()].filter((partition) => !partition.isRead);
      if (reading.length > 0) await this.#read(reading);
      for (const partition of this.#partitions.values()) {
        while (this.#isDue(partition) && !this.#life.signal.aborted) await this.#write(partition);
      }
      if (reading.length === 0) return;
      if (!this.#config.drain && performance.now() >= nextLook) {
        nextLook = performance.now() + LOOK_FOR_PARTITIONS_MS;
        await this.#addPartitions();
      }
    }
    // What was read and is not written is dropped: the ledger does not know it either.
  }

  async #read(partitions) {
    const positions = new Map(partitions.map((partition) => [partition.number, partition.position]));
    for (const { partition: number, records, position } of await this.#fetch(positions)) {
      const partition = this.#partitions.get(number);
      partition.position = position;
      for (const record of records) {
        // Records at or above the end are neither written nor counted (R16).
        if (partition.end !== undefined && record.offset >= partition.end) break;
        record.outcome = this.#decider.decide(record);
        // Of a filtered record nothing is kept, so it need not be held.
        if (record.outcome.key.startsWith('filtered:')) record.value = null;
        partition.add(record);
      }
    }
  }

  async #fetch(positions) {
    try {
      return await this.#patiently(() => this.#log.fetch(positions, this.#waitMs()));
    } catch (e) {
      if (!(e instanceof OffsetOutOfRange)) throw e;
      const earliest = await this.#patiently(() => this.#log.earliest());
      const name = `${this.#config['kafka.topic']}-${e.partition}`;
      const position = positions.get(e.partition);
      checkNothingGone(name, position, earliest.get(e.partition));
      throw new GapError(`${name}: the log ends before ${position}, where the engine was to continue`);
    }
  }

  /** Not longer than until the linger of the pending records ends. */
  #waitMs() {
    const held = [...this.#partitions.values()].filter((partition) => partition.pending.length > 0);
    const due = held.map((partition) => partition.oldest + this.#config['batch.linger.ms'] - performance.now());
    return Math.ceil(Math.max(0, Math.min(IDLE_WAIT_MS, ...due)));
  }

  #isDue(partition) {
    const { length } = partition.pending;
    return (
      length >= this.#config['batch.records'] ||
      partition.bytes >= BATCH_BYTES ||
      (length > 0 && (partition.isRead || performance.now() - partition.oldest >= this.#config['batch.linger.ms']))
    );
  }

  async #write(partition) {
    const batch = partition.take(this.#config['batch.records']);
    const row = await this.#writer.write(partition.number, partition.next, batch);
    partition.next = batch.at(-1).offset + 1n;
    this.#ledger.set(partition.number, row);
    this.#life.progress(this.#ledger);
  }

  /** A partition that appears later starts at offset 0 (R15). */
  async #addPartitions() {
    // If the brokers are unreachable, the next fetch reports it.
    await this.#log.refresh().catch(() => {});
    const appeared = this.#log.partitions.filter((number) => !this.#partitions.has(number));
    if (appeared.length === 0) return;
    const ledger = await this.#writer.add(appeared);
    for (const number of appeared) {
      const row = ledger.get(number);
      this.#ledger.set(number, row);
      this.#partitions.set(number, new Partition(number, row.next, undefined));
      console.error(`sluice: ${this.#config['kafka.topic']}-${number} is new, and starts at ${row.next}`);
    }
  }
}
