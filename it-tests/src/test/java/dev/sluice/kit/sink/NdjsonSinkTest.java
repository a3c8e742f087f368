// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import java.io.IOException;

/** Tests the example of a sink against the contract of sinks. */
class NdjsonSinkTest extends SinkContract {

  @Override
  protected SinkBed open() throws IOException {
    return NdjsonBed.open();
  }
}
