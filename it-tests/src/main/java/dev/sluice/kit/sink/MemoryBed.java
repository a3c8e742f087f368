// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkCapability;
import java.util.Set;

/** The bed of the reference sink, or of one that is derived from it. */
public record MemoryBed(MemorySink memory) implements SinkBed {

  @Override
  public EngineConfig config(EngineConfig base) {
    return base;
  }

  @Override
  public Sink sink(EngineConfig config) {
    return memory;
  }

  @Override
  public Set<SinkCapability> declines() {
    return Set.of(SinkCapability.REFUSAL);
  }

  @Override
  public SinkTables tables() {
    return memory.tables();
  }

  @Override
  public void loseNextRequest() {
    memory.wire().loseNextRequest();
  }

  @Override
  public void loseNextReply() {
    memory.wire().loseNextReply();
  }

  @Override
  public void disconnect() {
    // There are no connections.
  }

  @Override
  public void refuseWrites(boolean refuse) {
    memory.wire().refuseWrites(refuse);
  }

  @Override
  public void close() {
    // Nothing is left.
  }
}
