// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Tests the allocation computed from a JVM's log; the lines are those of JDK 17's collectors. */
class GcLogTest {

  private static final long KI = 1024;
  private static final long MI = 1024 * 1024;

  @Test
  void whatTheHeapGrewByIsAddedUp() {
    List<String> serial =
        List.of(
            "Using Serial",
            "GC(0) Pause Young (Allocation Failure) 32M->4M(123M) 5.103ms",
            "GC(1) Pause Young (Allocation Failure) 36M->5M(123M) 4.201ms",
            "GC(2) Pause Full (System.gc()) 6M->3M(123M) 14.201ms",
            "Heap",
            " def new generation   total 39296K, used 2048K [0x0, 0x1, 0x2)",
            "  eden space 34944K,   5% used [0x0, 0x1, 0x2)",
            " tenured generation   total 87424K, used 3072K [0x0, 0x1, 0x2)",
            " Metaspace       used 112K, committed 320K, reserved 1114112K");
    // 32, then 36 - 4, then 6 - 5, then 2 + 3 - 3 at the end.
    assertEquals(OptionalLong.of((32 + 32 + 1 + 2) * MI), GcLog.allocated(serial));
  }

  @Test
  void withoutACollectionItIsWhatIsThereAtTheEnd() {
    List<String> parallel =
        List.of(
            "Using Parallel",
            "Heap",
            " PSYoungGen      total 76288K, used 1311K [0x0, 0x1, 0x2)",
            " ParOldGen       total 175104K, used 0K [0x0, 0x1, 0x2)");
    assertEquals(OptionalLong.of(1311 * KI), GcLog.allocated(parallel));
  }

  @Test
  void theGenerationsOfANewerJdkHaveOtherNames() {
    List<String> serial =
        List.of(
            "Using Serial",
            "Heap",
            " DefNew     total 19648K, used 1048K [0x0, 0x1, 0x2)",
            "  eden space 17472K,   6% used [0x0, 0x1, 0x2)",
            " Tenured    total 43712K, used 1166K [0x0, 0x1, 0x2)",
            "  the  space 43712K,   2% used [0x0, 0x1, 0x2)",
            " Metaspace       used 59K, committed 128K, reserved 1114112K");
    assertEquals(OptionalLong.of((1048 + 1166) * KI), GcLog.allocated(serial));
  }

  @Test
  void aLogThatWasCutShortTellsNothing() {
    List<String> killed =
        List.of(
            "Using G1", "GC(0) Pause Young (Normal) (G1 Evacuation Pause) 24M->5M(1024M) 3.1ms");
    assertEquals(OptionalLong.empty(), GcLog.allocated(killed));
  }

  @Test
  void theOptionsNameTheFileAndWhatIsAsked() {
    String options =
        new GcLog(Path.of("/x/y.gc")).environment(List.of("-Da=b")).get("JDK_JAVA_OPTIONS");
    assertTrue(options.endsWith("-Xlog:gc,gc+exit*:file=/x/y.gc:none -Da=b"), options);
  }
}
