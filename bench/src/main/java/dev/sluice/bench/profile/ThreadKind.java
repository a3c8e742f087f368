package dev.sluice.bench.profile;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a thread of a JVM is there for; the first one that fits its name. */
enum ThreadKind {
  COMPILER("C1/C2 compiler", "C[12] Compiler"),
  /** The serial collector works on the thread of the JVM's own operations. */
  COLLECTOR("garbage collection", "GC Thread|VM Thread|G1 "),
  PROGRAM("the program's threads", "");

  private final String title;
  private final Pattern beginning;

  ThreadKind(String title, String beginning) {
    this.title = title;
    this.beginning = Pattern.compile(beginning);
  }

  /** By its name, as the kernel has it. */
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
