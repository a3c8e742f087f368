// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * An event in a flight recording of the JVM: a writer's successful flush, from its start to the
 * reply to its commit, including waits for an unreachable database.
 */
@Name("dev.sluice.Flush")
@Label("Flush")
@Category("Sluice")
@Description("A writer wrote what it had gathered, in one transaction")
@StackTrace(false)
final class FlushEvent extends Event {

  @Label("Writer")
  int writer;

  @Label("Records")
  int records;

  /** Starts the event of a flush. */
  static FlushEvent begun(int writer) {
    FlushEvent event = new FlushEvent();
    event.writer = writer;
    event.begin();
    return event;
  }

  /** Records the event, if a recording has enabled it. */
  void end(int written) {
    end();
    records = written;
    commit();
  }
}
