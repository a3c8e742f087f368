// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import dev.sluice.lab.engine.ClassArchive;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A language, digits, calendar and time zone of a machine, which a process gets from its
 * environment, and a JVM from its system properties, too.
 */
public enum MachineLocale {
  /** Has its own digits. */
  CAIRO("ar-EG", "Africa/Cairo"),

  /** Has its own digits, and the year 2026 is 2569. */
  BANGKOK("th-TH-u-ca-buddhist-nu-thai", "Asia/Bangkok"),

  /** The lower-case form of {@code I} is not {@code i}. */
  ISTANBUL("tr-TR", "Europe/Istanbul");

  private final Locale locale;
  private final String zone;

  MachineLocale(String languageTag, String zone) {
    this.locale = Locale.forLanguageTag(languageTag);
    this.zone = zone;
  }

  /** Returns the environment with this locale; JVM options that it already has are kept. */
  Map<String, String> around(Map<String, String> environment) {
    Map<String, String> changed = new HashMap<>(environment);
    String posix = locale.getLanguage() + "_" + locale.getCountry() + ".UTF-8";
    changed.put("LC_ALL", posix);
    changed.put("LANG", posix);
    changed.put("TZ", zone);
    changed.merge(ClassArchive.VARIABLE, options(), (own, more) -> own + " " + more);
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
