package dev.sluice.engine.ledger;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * In a flight recording of the JVM: a writer's flush that got through, from its begin to the reply
 * of its commit, with the waiting for a database that was away.
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

  /** A flush that begins now. */
  static FlushEvent begun(int writer) {
    FlushEvent event = new FlushEvent();
    event.writer = writer;
    event.begin();
    return event;
  }

  /** Says so, if anybody listens. */
  void end(int written) {
    end();
    records = written;
    commit();
  }
}
