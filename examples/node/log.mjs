// SPDX-License-Identifier: Apache-2.0
import { Connection, fetchV13, listOffsetsV7, metadataV12 } from '@platformatic/kafka';
import { completeCompression } from './compression.mjs';
import { ConfigError, TopicCreatedAnew } from './errors.mjs';

completeCompression();

// Versions of requests that all brokers from Kafka 3.1 on support; Fetch 13 is the first that names
// a topic by its id.
const READ_COMMITTED = 1;
const CONSUMER = -1;
const NO_EPOCH = -1;
const [LATEST, EARLIEST] = [-1n, -2n];

// Attributes of a batch of records (KIP-98).
const IS_LOG_APPEND_TIME = 1 << 3;
const IS_TRANSACTIONAL = 1 << 4;
const IS_CONTROL = 1 << 5;
const ABORT = 0;

const OFFSET_OUT_OF_RANGE = 1;
const LASTING = /AUTHENTICATION|UNSUPPORTED|USER/; // in a code of the library's own

/** The log does not have the offset at which a read should start. */
export class OffsetOutOfRange extends Error {
  constructor(partition) {
    super(`partition ${partition} has no such offset`);
    this.partition = partition;
  }
}

/**
 * One topic, read as a read-committed consumer without a group reads it. It uses the client library's
 * connections and wire format. The library's own consumer returns aborted records if their marker is
 * in another response, so this class decides which records are committed.
 *
 * Every method tries once: what fails may be retried, on new connections.
 */
export class TopicLog {
  #topic;
  #options;
  #connections = new Map(); // by host and port
  #brokers;
  #leaders; // by partition
  #turn = 0;

  clusterId;
  topicId;

  constructor(topic, options) {
    this.#topic = topic;
    this.#options = options;
    this.#brokers = new Map(options.brokers.map((broker, i) => [`bootstrap-${i}`, broker]));
  }

  /** Whether the same request may succeed later. */
  static isTransient(error) {
    if (error instanceof ConfigError) return false;
    const roots = leaves(error);
    const isLasting = (e) => (e.apiId === undefined ? LASTING.test(e.code ?? '') : !e.canRetry);
    return roots.some((e) => e.code !== undefined) && !roots.some(isLasting);
  }

  /** The numbers of the topic's partitions, as of the last look-up. */
  get partitions() {
    return [...this.#leaders.keys()].sort((a, b) => a - b);
  }

  /**
   * Looks up the topic, its partitions and their leaders.
   *
   * @return false where the topic does not exist
   */
  async refresh() {
    let found;
    let failure;
    for (const id of this.#brokers.keys()) {
      try {
        found = await this.#request(id, metadataV12, [this.#topic], false, false);
        break;
      } catch (e) {
        if (leaves(e).some((root) => root.apiId === 'UNKNOWN_TOPIC_OR_PARTITION')) return false;
        if (isRefusal(e)) throw e;
        failure = e;
      }
    }
    if (found === undefined) throw failure;
    const [topic] = found.topics;
    const topicId = kafkaId(topic.topicId);
    if (this.topicId !== undefined && this.topicId !== topicId) {
      throw new TopicCreatedAnew(this.#topic);
    }
    this.topicId = topicId;
    this.clusterId = found.clusterId;
    this.#brokers = new Map([
      ...found.brokers.map(({ nodeId, host, port }) => [nodeId, { host, port }]),
      ...this.#options.brokers.map((broker, i) => [`bootstrap-${i}`, broker]),
    ]);
    this.#leaders = new Map(topic.partitions.map((p) => [p.partitionIndex, p.leaderId]));
    return true;
  }

  /** By partition, the first offset that the log still has. */
  earliest() {
    return this.#offsets(EARLIEST);
  }

  /** By partition, the last stable offset: the end for a reader of committed records. */
  lastStable() {
    return this.#offsets(LATEST);
  }

  /** By partition, the first record at or after a time in milliseconds; without partitions that have none. */
  async since(millis) {
    const offsets = await this.#offsets(millis);
    return new Map([...offsets].filter(([, offset]) => offset >= 0n));
  }

  async #offsets(timestamp) {
    const answers = await this.#byLeader(this.partitions, (leader, partitions) =>
      this.#request(leader, listOffsetsV7, CONSUMER, READ_COMMITTED, [
        {
          name: this.#topic,
          partitions: partitions.map((partitionIndex) => ({
            partitionIndex,
            currentLeaderEpoch: NO_EPOCH,
            timestamp,
          })),
        },
      ]),
    );
    const found = answers.flatMap((answer) => answer.topics[0].partitions);
    return new Map(found.map((p) => [p.partitionIndex, p.offset]).sort(([a], [b]) => a - b));
  }

  /**
   * Reads from the given positions on.
   *
   * @param {Map<number, bigint>} positions by partition
   * @param waitMs how long to wait where there is nothing to read
   * @return a list of {partition, records, position}: the committed records in offset order, and the
   *     position after everything that was read, including markers and aborted records
   * @throws {OffsetOutOfRange}
   */
  async fetch(positions, waitMs) {
    // Partitions take turns at being first, since a full response leaves out the last ones.
    const partitions = [...positions.keys()];
    const first = this.#turn++ % Math.max(1, partitions.length);
    const inTurn = [...partitions.slice(first), ...partitions.slice(0, first)];
    const answers = await this.#byLeader(inTurn, async (leader, its) => {
      const request = its.map((partition) => ({
        partition,
        currentLeaderEpoch: NO_EPOCH,
        fetchOffset: positions.get(partition),
        lastFetchedEpoch: NO_EPOCH,
        partitionMaxBytes: this.#options.partitionBytes,
      }));
      const topics = [{ topicId: uuid(this.topicId), partitions: request }];
      const wait = Math.min(waitMs, this.#options.fetchWaitMs);
      return this.#request(leader, fetchV13, wait, 1, this.#options.fetchBytes, READ_COMMITTED, 0, -1, topics, [], '');
    }).catch((e) => {
      for (const p of e.response?.responses?.flatMap((topic) => topic.partitions) ?? []) {
        if (p.errorCode === OFFSET_OUT_OF_RANGE) throw new OffsetOutOfRange(p.partitionIndex);
      }
      throw e;
    });
    return answers
      .flatMap((answer) => answer.responses.flatMap((topic) => topic.partitions))
      .map((p) => ({ partition: p.partitionIndex, ...committed(p, positions.get(p.partitionIndex)) }));
  }

  /** The offset of the first committed record from an offset on; undefined where there is none. */
  async firstFrom(partition, offset) {
    const end = (await this.lastStable()).get(partition);
    for (let at = offset; at < end;) {
      const [read] = await this.fetch(new Map([[partition, at]]), this.#options.fetchWaitMs);
      if (read?.records.length > 0) return read.records[0].offset;
      at = read?.position ?? at;
    }
    return undefined;
  }

  close() {
    for (const connection of this.#connections.values()) drop(connection);
    this.#connections.clear();
  }

  /** Queries the partitions' leaders in parallel. */
  async #byLeader(partitions, ask) {
    const byLeader = new Map();
    for (const partition of partitions) {
      const leader = this.#leaders.get(partition);
      byLeader.set(leader, [...(byLeader.get(leader) ?? []), partition]);
    }
    try {
      return await Promise.all([...byLeader].map(([leader, its]) => ask(leader, its)));
    } catch (e) {
      // Perhaps the leaders have changed. If looking them up fails too, the next try reports it.
      await this.refresh().catch((lookFailed) => {
        if (lookFailed instanceof TopicCreatedAnew) throw lookFailed;
      });
      throw e;
    }
  }

  async #request(brokerId, api, ...args) {
    const broker = this.#brokers.get(brokerId);
    if (broker === undefined) {
      throw Object.assign(new Error(`a partition of ${this.#topic} has no leader`), { code: 'NO_LEADER' });
    }
    const key = `${broker.host}:${broker.port}`;
    let connection = this.#connections.get(key);
    try {
      if (!connection?.isConnected()) {
        connection = new Connection(this.#options.clientId, this.#options.connection);
        // Without a listener, an error outside of a request would end the process.
        connection.on('error', () => {});
        this.#connections.set(key, connection);
        await connection.connect(broker.host, broker.port);
      }
      return await api.api.async(connection, ...args);
    } catch (e) {
      // After a failure the connection may be in the middle of an earlier request's response.
      if (e.response === undefined) {
        if (this.#connections.get(key) === connection) this.#connections.delete(key);
        drop(connection);
      }
      throw e;
    }
  }
}

/** Whether the brokers refuse the client's credentials or privileges: then waiting does not help. */
export function isRefusal(error) {
  return leaves(error).some((e) => e.code === 'PLT_KFK_AUTHENTICATION' || /AUTHORIZATION|SASL/.test(e.apiId ?? ''));
}

function leaves(error) {
  const below = [...(error.errors ?? []), ...(error.cause ? [error.cause] : [])];
  return [error, ...below.flatMap(leaves)];
}

function drop(connection) {
  connection?.close().catch(() => {});
}

/**
 * Selects the committed records of a partition's part of a response, by the list of aborted
 * transactions that comes with it (KIP-98). Records of a producer on that list are dropped from the
 * transaction's first offset up to the marker that ends it, in this response or a later one.
 */
function committed(part, from) {
  const coming = [...part.abortedTransactions].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const aborted = new Set();
  const records = [];
  let position = from;
  for (const batch of part.records ?? []) {
    const last = batch.firstOffset + BigInt(batch.lastOffsetDelta);
    if (last < from) continue;
    position = last + 1n;
    while (coming.length > 0 && coming[0].firstOffset <= last) aborted.add(coming.shift().producerId);
    if (batch.attributes & IS_CONTROL) {
      // A marker's key is a version and a type, of two bytes each.
      if (batch.records[0]?.key?.readInt16BE(2) === ABORT) aborted.delete(batch.producerId);
      continue;
    }
    if (batch.attributes & IS_TRANSACTIONAL && aborted.has(batch.producerId)) continue;
    for (const record of batch.records) {
      const offset = batch.firstOffset + BigInt(record.offsetDelta);
      // A batch is always sent whole, even if the read starts within it.
      if (offset < from) continue;
      const timestamp =
        batch.attributes & IS_LOG_APPEND_TIME ? batch.maxTimestamp : batch.firstTimestamp + record.timestampDelta;
      records.push({ partition: part.partitionIndex, offset, timestamp, value: record.value });
    }
  }
  return { records, position };
}

/** Writes an id as Kafka and the tables do: its 16 bytes in base64url. */
function kafkaId(uuidText) {
  return Buffer.from(uuidText.replaceAll('-', ''), 'hex').toString('base64url');
}

function uuid(id) {
  return Buffer.from(id, 'base64url').toString('hex');
}
