package dev.sluice.engine.ledger;

import dev.sluice.model.Position;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * In a flight recording of the JVM: a record was decided, and is in its writer's hands from this
 * moment on. One for each record, so a recording has to ask for it by its name; without one it
 * costs nothing.
 */
@Name("dev.sluice.Decided")
@Label("Decided")
@Category("Sluice")
@Description("A decided record came to its writer")
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
   * Says so, if anybody listens.
   *
   * @param writer whose {@link FlushEvent} will tell that it was written
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
