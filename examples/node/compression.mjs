// SPDX-License-Identifier: Apache-2.0
import { compressionsAlgorithms } from '@platformatic/kafka';
import { decompress as unzstd } from 'fzstd';

/** How Java's Kafka clients, and those compatible with them, frame Snappy: a magic, and two versions. */
const XERIAL_MAGIC = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const XERIAL_HEADER = XERIAL_MAGIC.length + 2 * 4;

/**
 * Adds what the client library lacks, since a producer may use any compression: the frames around
 * Snappy's blocks, and Zstandard before Node 22.15.
 */
export function completeCompression() {
  const { snappy, zstd } = compressionsAlgorithms;
  const unsnap = snappy.decompressSync;
  snappy.decompressSync = (data) => {
    if (!data.subarray(0, XERIAL_MAGIC.length).equals(XERIAL_MAGIC)) return unsnap(data);
    const blocks = [];
    for (let at = XERIAL_HEADER; at < data.length;) {
      const length = data.readInt32BE(at);
      blocks.push(unsnap(data.subarray(at + 4, at + 4 + length)));
      at += 4 + length;
    }
    return Buffer.concat(blocks);
  };
  if (!zstd.available) zstd.decompressSync = (data) => Buffer.from(unzstd(data));
}
