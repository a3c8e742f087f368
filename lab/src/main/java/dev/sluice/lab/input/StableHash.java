// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.nio.charset.StandardCharsets;

/**
 * A hash that is the same on every machine and in every version: FNV-1a over bytes, with
 * SplitMix64's finaliser, since the low bits of FNV spread short texts badly.
 */
public final class StableHash {

  private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /** The hash of the bytes. */
  public static long of(byte[] bytes) {
    long hash = OFFSET_BASIS;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * PRIME;
    }
    return mixed(hash);
  }

  /** The hash of the text's UTF-8 bytes. */
  public static long of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The partition, out of that many, that a hash belongs to. */
  public static int partition(long hash, int partitions) {
    return (int) Math.floorMod(hash, (long) partitions);
  }

  /** A number's bits, spread over all 64. */
  public static long mixed(long number) {
    long z = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private StableHash() {}
}
