package dev.sluice.lab.input;

/**
 * What goes into a topic: records with their partitions and timestamps fixed.
 *
 * <p>Reading it again gives the same records; only standard input can be read just once. Not
 * thread-safe, and one reading at a time.
 */
public interface Input {

  /** How many partitions the records are spread over; each record's is below this. */
  int partitions();

  /**
   * Begins a reading; whoever asks for it closes it.
   *
   * @throws IllegalStateException where the input was standard input and has been read
   */
  InputRecords records();

  /**
   * What the latest reading has seen so far: complete once that reading came to its end.
   *
   * @throws IllegalStateException before the first reading
   */
  InputFacts facts();
}
