// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import dev.sluice.model.Event;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second implementation of rules, to compare with: it applies the same conditions to a built
 * event's strings, one word, value or range after the other, in the simplest way that Java offers
 * for each.
 */
final class PlainRules {

  private static final Pattern PATH =
      Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*)?([^?#]*)");
  private static final Pattern OCTET = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");

  /** The name of the first rule that drops the event. */
  static Optional<String> drops(RuleSet rules, Event event) {
    return rules.rules().stream()
        .filter(rule -> holds(rule.when(), event))
        .map(Rule::name)
        .findFirst();
  }

  static boolean holds(Condition condition, Event event) {
    if (condition instanceof Condition.All all) {
      return all.conditions().stream().allMatch(each -> holds(each, event));
    }
    if (condition instanceof Condition.Any any) {
      return any.conditions().stream().anyMatch(each -> holds(each, event));
    }
    if (condition instanceof Condition.Not not) {
      return !holds(not.condition(), event);
    }
    Object value = value(((Condition.OnField) condition).field(), event);
    if (condition instanceof Condition.Missing || value == null) {
      return condition instanceof Condition.Missing && value == null;
    }
    if (condition instanceof Condition.Between between) {
      long number = (Long) value;
      return (between.min() == null || number >= between.min())
          && (between.max() == null || number <= between.max());
    }
    return textHolds(condition, value.toString());
  }

  private static boolean textHolds(Condition condition, String text) {
    if (condition instanceof Condition.OneOf oneOf) {
      return oneOf.values().contains(text);
    }
    if (condition instanceof Condition.Prefix prefix) {
      return prefix.values().stream().anyMatch(text::startsWith);
    }
    if (condition instanceof Condition.Suffix suffix) {
      return suffix.values().stream().anyMatch(text::endsWith);
    }
    if (condition instanceof Condition.Contains contains) {
      return contains.words().stream().anyMatch(word -> lower(text).contains(lower(word)));
    }
    if (condition instanceof Condition.InRange inRange) {
      return inRange.cidrs().stream().anyMatch(cidr -> inRange(text, cidr));
    }
    return Pattern.compile(((Condition.Matches) condition).regex()).matcher(text).find();
  }

  /** The field's text or {@code Long}; null where it is absent. */
  static Object value(Field field, Event event) {
    return switch (field) {
      case EVENT_ID -> event.eventId();
      case HOST -> event.host();
      case URL -> event.url();
      case PATH -> path(event.url());
      case IP -> event.ip();
      case METHOD -> event.method();
      case STATUS -> event.status() == null ? null : Long.valueOf(event.status());
      case BYTES -> event.bytes();
      case REFERRER -> event.referrer();
      case USER_AGENT -> event.userAgent();
    };
  }

  private static String path(String url) {
    Matcher matcher = PATH.matcher(url);
    return matcher.lookingAt() ? matcher.group(1) : "";
  }

  private static String lower(String text) {
    StringBuilder lower = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? Character.toLowerCase(c) : c);
    }
    return lower.toString();
  }

  private static boolean inRange(String text, String cidr) {
    String[] network = cidr.split("/", 2);
    Bits address = bits(text);
    Bits first = bits(network[0]);
    if (address == null || address.width() != Objects.requireNonNull(first).width()) {
      return false;
    }
    int hostBits = first.width() - Integer.parseInt(network[1]);
    return address.number().shiftRight(hostBits).equals(first.number().shiftRight(hostBits));
  }

  private record Bits(int width, BigInteger number) {}

  /** An address as a number of 32 or 128 bits; null where the text is none. */
  private static Bits bits(String text) {
    String groups = text;
    if (text.contains(".")) {
      BigInteger v4 = v4(text.substring(text.lastIndexOf(':') + 1));
      if (v4 == null || !text.contains(":")) {
        return v4 == null ? null : new Bits(32, v4);
      }
      groups =
          text.substring(0, text.lastIndexOf(':') + 1)
              + v4.shiftRight(16).toString(16)
              + ":"
              + v4.mod(BigInteger.TWO.pow(16)).toString(16);
    }
    BigInteger v6 = v6(groups);
    if (v6 == null) {
      return null;
    }
    boolean mapped = v6.shiftRight(32).equals(BigInteger.valueOf(0xffff));
    return mapped ? new Bits(32, v6.mod(BigInteger.TWO.pow(32))) : new Bits(128, v6);
  }

  private static BigInteger v4(String text) {
    String[] octets = text.split("\\.", -1);
    BigInteger number = BigInteger.ZERO;
    for (String octet : octets) {
      if (octets.length != 4 || !OCTET.matcher(octet).matches() || Integer.parseInt(octet) > 255) {
        return null;
      }
      number = number.shiftLeft(8).or(new BigInteger(octet));
    }
    return number;
  }

  private static BigInteger v6(String text) {
    int gap = text.indexOf("::");
    List<String> groups = new ArrayList<>(split(gap < 0 ? text : text.substring(0, gap)));
    if (gap >= 0) {
      List<String> behind = split(text.substring(gap + 2));
      int missing = 8 - groups.size() - behind.size();
      groups.addAll(Collections.nCopies(Math.max(missing, 0), "0"));
      groups.addAll(missing > 0 ? behind : List.of("too many groups for a gap"));
    }
    if (groups.size() != 8 || !groups.stream().allMatch(each -> GROUP.matcher(each).matches())) {
      return null;
    }
    BigInteger number = BigInteger.ZERO;
    for (String group : groups) {
      number = number.shiftLeft(16).or(new BigInteger(group, 16));
    }
    return number;
  }

  private static List<String> split(String groups) {
    return groups.isEmpty() ? List.of() : List.of(groups.split(":", -1));
  }

  private PlainRules() {}
}
