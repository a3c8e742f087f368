// SPDX-License-Identifier: Apache-2.0
package dev.sluice.architecture.offenders;

import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.lab.Main;
import dev.sluice.sink.postgres.Schema;
import java.io.FileReader;
import java.sql.Connection;
import java.util.Locale;

/** Breaks every dependency rule on purpose, to show that each rule can fail. It never runs. */
final class Offender {

  static final Class<?> WRITER = LedgerWriter.class;
  static final Class<?> LAB = Main.class;
  static final Class<?> SINK = Schema.class;
  static final Class<?> SQL = Connection.class;

  // The Scala library comes with the embedded broker; it is the only engine API on this classpath.
  static final Class<?> ENGINE = scala.Option.class;

  String breakPurity() throws Exception {
    try (FileReader file = new FileReader("x", java.nio.charset.StandardCharsets.UTF_8)) {
      return Locale.getDefault() + "" + System.nanoTime() + file.read();
    }
  }

  public static void main(String[] args) {
    System.out.println("%,d in the default locale".formatted(args.length));
    System.out.println(("%d or " + "%.1f").formatted(args.length, 0.5));
    System.out.printf("%5.1f%n", 0.5);
  }

  private Offender() {}
}
