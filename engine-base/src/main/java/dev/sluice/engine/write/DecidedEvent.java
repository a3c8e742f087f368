// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.model.Position;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * An event in a flight recording of the JVM: a record was decided, and its writer has it from now
 * on. There is one for each record, so a recording must enable it by name; otherwise it costs
 * nothing.
 */
@Name("dev.sluice.Decided")
@Label("Decided")
@Category("Sluice")
@Description("A decided record reached its writer")
@Enabled(false)
@StackTrace(false)
final class DecidedEvent extends Event {

  @Label("Writer")
  int writer;

  @Label("Partition")
  int partition;

  @Label("Offset")
  long offset;

  /**
   * Records the event, if a recording has enabled it.
   *
   * @param writer the id of the writer, whose {@link FlushEvent} will report the write
   */
  static void at(int writer, Position position) {
    DecidedEvent event = new DecidedEvent();
    if (event.isEnabled()) {
      event.writer = writer;
      event.partition = position.partition();
      event.offset = position.offset();
      event.commit();
    }
  }
}
