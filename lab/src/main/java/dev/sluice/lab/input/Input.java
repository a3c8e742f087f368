// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

/**
 * The input of a topic: records with fixed partitions and timestamps.
 *
 * <p>Reading it again gives the same records; only standard input can be read no more than once.
 * Not thread-safe, and one reading at a time.
 */
public interface Input {

  /** How many partitions the records are spread over; each record's is below this. */
  int partitions();

  /**
   * Starts a reading; the caller closes it.
   *
   * @throws IllegalStateException if the input was standard input and has been read
   */
  InputRecords records();

  /**
   * What the latest reading has seen so far; complete once that reading has ended.
   *
   * @throws IllegalStateException before the first reading
   */
  InputFacts facts();
}
