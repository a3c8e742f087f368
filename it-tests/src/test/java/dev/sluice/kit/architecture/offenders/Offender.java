package dev.sluice.kit.architecture.offenders;

import dev.sluice.engine.ledger.LedgerWriter;
import dev.sluice.lab.Main;
import java.io.FileReader;
import java.util.Locale;

/** Breaks every wall on purpose, so that each rule is seen to fail. Never run. */
final class Offender {

  static final Class<?> WRITER = LedgerWriter.class;
  static final Class<?> LAB = Main.class;

  // The scala library comes with the embedded broker: the one engine API on this classpath.
  static final Class<?> ENGINE = scala.Option.class;

  String breakPurity() throws Exception {
    try (FileReader file = new FileReader("x", java.nio.charset.StandardCharsets.UTF_8)) {
      return Locale.getDefault() + "" + System.nanoTime() + file.read();
    }
  }

  public static void main(String[] args) {
    System.out.println("%,d in the locale of whoever runs it".formatted(args.length));
    System.out.println(("%d or " + "%.1f").formatted(args.length, 0.5));
    System.out.printf("%5.1f%n", 0.5);
  }

  private Offender() {}
}
