// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

/** Tests the reference against the contract of sinks. */
class MemorySinkTest extends SinkContract {

  @Override
  protected SinkBed open() {
    return new MemoryBed(new MemorySink());
  }
}
