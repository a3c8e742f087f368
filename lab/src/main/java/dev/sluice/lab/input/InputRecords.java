// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** One reading of an input, in order of arrival. */
public abstract class InputRecords implements Iterator<InputRecord>, AutoCloseable {

  private InputRecord next;
  private boolean ended;

  /**
   * The next record, or null at the end; not called again after that.
   *
   * @throws InputException naming the file and the line
   */
  protected abstract InputRecord advance();

  @Override
  public final boolean hasNext() {
    if (next == null && !ended) {
      next = advance();
      ended = next == null;
    }
    return next != null;
  }

  @Override
  public final InputRecord next() {
    if (!hasNext()) {
      throw new NoSuchElementException("the input has ended");
    }
    InputRecord record = next;
    next = null;
    return record;
  }

  /** Closes what the reading holds open. */
  @Override
  public void close() {}
}
