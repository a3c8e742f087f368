// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkCapability;
import java.io.IOException;
import java.util.Set;

/**
 * An empty place of a sink for one test, and the ways to disturb it. What is asked of it happens
 * between the sink's code and the place, so that the sink's own code meets the fault.
 */
public interface SinkBed extends AutoCloseable {

  /** The configuration with the place in it. */
  EngineConfig config(EngineConfig base);

  /** A sink on the place, as another process would open it. */
  Sink sink(EngineConfig config);

  /** What the sink declines, by its own declaration (R17). */
  Set<SinkCapability> declines();

  /** What the place holds at one moment, as a reader of committed rows sees it. */
  SinkTables tables() throws IOException;

  /** Makes the next commit of a batch of 50 rows or more never arrive. */
  void loseNextRequest();

  /** Makes the next commit happen without its reply. */
  void loseNextReply();

  /** Ends all open connections; new ones work. */
  void disconnect() throws IOException;

  /** Makes the place refuse to be written, as if it were full or read-only; or ends that. */
  void refuseWrites(boolean refuse) throws IOException;

  /** Removes the place, even if a test failed. */
  @Override
  void close() throws IOException;
}
