// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The purpose of a JVM thread; a thread is of the first kind that matches its name. */
enum ThreadKind {
  COMPILER("C1/C2 compiler", "C[12] Compiler"),
  /** The serial collector works on the VM thread. */
  COLLECTOR("garbage collection", "GC Thread|VM Thread|G1 "),
  PROGRAM("program threads", "");

  private final String title;
  private final Pattern beginning;

  ThreadKind(String title, String beginning) {
    this.title = title;
    this.beginning = Pattern.compile(beginning);
  }

  /** The kind of a thread, by its name in the kernel. */
  static ThreadKind of(String name) {
    return Stream.of(values())
        .filter(kind -> kind.beginning.matcher(name).lookingAt())
        .findFirst()
        .orElseThrow();
  }

  String title() {
    return title;
  }
}
