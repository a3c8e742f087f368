// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.util.OptionalLong;

/** An input of lines: each line that is not empty becomes one record, except a format's headers. */
public abstract class LineInput implements Input {

  /** Turns the lines of one reading into records, in their order. */
  @FunctionalInterface
  public interface Reading {

    /**
     * The record of a line, or null for a header, which only describes the lines after it. What
     * cannot be understood becomes the value of a record unchanged.
     *
     * @param number the line's number in the source, from 1
     */
    InputRecord record(byte[] line, long number);
  }

  private final Source source;
  private final String format;
  private final int partitions;
  private final long most;
  private FactsCounter facts;

  /**
   * An input of a source's lines.
   *
   * @param format the format's name in {@link InputFacts}
   * @param partitions how many the records are spread over
   * @param most the maximum number of records to take
   */
  protected LineInput(Source source, String format, int partitions, long most) {
    this.source = source;
    this.format = format;
    this.partitions = partitions;
    this.most = most;
  }

  /** Starts a reading, which counts in the given facts what it finds in a line. */
  protected abstract Reading reading(FactsCounter counter);

  /** The source's name, for errors. */
  protected final String name() {
    return source.name();
  }

  @Override
  public final int partitions() {
    return partitions;
  }

  @Override
  public final InputRecords records() {
    FactsCounter counter = new FactsCounter(name(), format, OptionalLong.empty(), partitions);
    facts = counter;
    return new Lines(source.lines(), reading(counter), counter);
  }

  @Override
  public final InputFacts facts() {
    if (facts == null) {
      throw new IllegalStateException("facts: not known yet; call records() first");
    }
    return facts.facts();
  }

  private final class Lines extends InputRecords {

    private final LineReader lines;
    private final Reading reading;
    private final FactsCounter counter;
    private long left = most;

    Lines(LineReader lines, Reading reading, FactsCounter counter) {
      this.lines = lines;
      this.reading = reading;
      this.counter = counter;
    }

    @Override
    protected InputRecord advance() {
      while (left > 0) {
        byte[] line = lines.next();
        if (line == null) {
          return null;
        }
        InputRecord record = record(line);
        if (record != null) {
          left--;
          return counter.record(record);
        }
      }
      return null;
    }

    /** The line's record, or null if the line is none. */
    private InputRecord record(byte[] line) {
      if (line.length == 0) {
        counter.blankLine();
        return null;
      }
      counter.line(line);
      return reading.record(line, lines.number());
    }

    @Override
    public void close() {
      lines.close();
    }
  }
}
