package dev.sluice.kit.testbed;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The language, the digits, the calendar and the time zone that a machine speaks: what a process
 * finds in its environment, and a JVM in its system properties too.
 */
public enum MachineLocale {
  /** Digits of its own. */
  CAIRO("ar-EG", "Africa/Cairo"),

  /** Digits of its own, and 2026 is the year 2569. */
  BANGKOK("th-TH-u-ca-buddhist-nu-thai", "Asia/Bangkok"),

  /** The small form of {@code I} is no {@code i}. */
  ISTANBUL("tr-TR", "Europe/Istanbul");

  private final Locale locale;
  private final String zone;

  MachineLocale(String languageTag, String zone) {
    this.locale = Locale.forLanguageTag(languageTag);
    this.zone = zone;
  }

  /** An environment with these in it; options for a JVM that are there already stay. */
  Map<String, String> around(Map<String, String> environment) {
    Map<String, String> changed = new HashMap<>(environment);
    String posix = locale.getLanguage() + "_" + locale.getCountry() + ".UTF-8";
    changed.put("LC_ALL", posix);
    changed.put("LANG", posix);
    changed.put("TZ", zone);
    changed.merge(QuickStart.VARIABLE, options(), (own, more) -> own + " " + more);
    return changed;
  }

  private String options() {
    String calendarAndDigits = locale.getExtension(Locale.UNICODE_LOCALE_EXTENSION);
    return "-Duser.language=%s -Duser.country=%s -Duser.timezone=%s%s"
        .formatted(
            locale.getLanguage(),
            locale.getCountry(),
            zone,
            calendarAndDigits == null ? "" : " -Duser.extensions=u-" + calendarAndDigits);
  }
}
