// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.measure.ProcStat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadTimesTest {

  @ParameterizedTest
  @CsvSource({
    "C1 CompilerThre, COMPILER",
    "C2 CompilerThre, COMPILER",
    "GC Thread#0, COLLECTOR",
    "VM Thread, COLLECTOR",
    "G1 Main Marker, COLLECTOR",
    "G1 Refine#0, COLLECTOR",
    "VM Periodic Tas, PROGRAM",
    "G1, PROGRAM",
    "java, PROGRAM",
    "kafka-coordinat, PROGRAM"
  })
  void aThreadIsOfTheKindThatItsNameBeginsWith(String name, ThreadKind kind) {
    assertEquals(kind, ThreadKind.of(name));
  }

  @Test
  void theLastOfEachThreadCountsAndChildrenDoNot() {
    ThreadTimes times = new ThreadTimes(0);
    times.add(Path.of("1"), new ProcStat("java", 100, 900));
    times.add(Path.of("1"), new ProcStat("java", 150, 900));
    times.add(Path.of("2"), new ProcStat("main", 250, 0));
    times.add(Path.of("3"), new ProcStat("C2 CompilerThre", 33, 0));
    assertEquals(
        Map.of(ThreadKind.PROGRAM, 4.0, ThreadKind.COMPILER, 0.33, ThreadKind.COLLECTOR, 0.0),
        times.seconds());
  }

  @Test
  void aProcessThatIsGoneHasNoThreads() throws IOException {
    ThreadTimes gone = new ThreadTimes(0);
    gone.look();
    assertEquals(0, gone.seconds().get(ThreadKind.PROGRAM));
    ThreadTimes own = new ThreadTimes(ProcessHandle.current().pid());
    own.look();
    assertTrue(own.seconds().get(ThreadKind.PROGRAM) > 0);
  }
}
