// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests how the kernel's figures of a process's memory are read. */
class ResidentMemoryTest {

  @Test
  void whatIsResidentNowIsReadNotWhatWasAtItsPeak() {
    List<String> status =
        List.of(
            "Name:\tjava", "VmPeak:\t 8978644 kB", "VmHWM:\t  300000 kB", "VmRSS:\t  204580 kB");
    assertEquals(204_580L * 1_024, ResidentMemory.bytes(status));
    assertEquals(0, ResidentMemory.bytes(List.of("Name:\tkthreadd")));
  }
}
