package dev.sluice.lab.input.traffic;

import dev.sluice.lab.input.Label;
import java.util.List;
import java.util.Locale;

/**
 * Why an event is not relevant, in the order of the default rules: the first names the reason. A
 * set of traits is a number with a bit for each.
 */
enum Trait {
  BOTS(Dial.BOTS),
  STATIC_ASSETS(Dial.STATIC_ASSETS),
  HEALTH_CHECKS(Dial.HEALTH_CHECKS),
  INTERNAL_CLIENTS(Dial.INTERNAL_CLIENTS),
  FAILED_REQUESTS(Dial.FAILED_REQUESTS),
  UNTRACKED_HOSTS(Dial.UNTRACKED_HOSTS);

  static final List<Trait> ALL = List.of(values());

  private final Dial dial;
  private final Label label = Label.filtered(name().toLowerCase(Locale.ROOT));

  Trait(Dial dial) {
    this.dial = dial;
  }

  Dial dial() {
    return dial;
  }

  int bit() {
    return 1 << ordinal();
  }

  boolean in(int traits) {
    return (traits & bit()) != 0;
  }

  /** The label of a timely event that has these traits. */
  static Label label(int traits) {
    return traits == 0
        ? Label.ACCEPTED
        : ALL.get(Integer.numberOfTrailingZeros(traits)).label;
  }
}
