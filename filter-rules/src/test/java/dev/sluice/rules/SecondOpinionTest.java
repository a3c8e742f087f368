// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.model.Event;
import dev.sluice.model.EventTime;
import dev.sluice.model.EventView;
import dev.sluice.model.Outcome;
import dev.sluice.rules.Condition.OnField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules decide on an event's bytes as {@link PlainRules} does on its strings. */
class SecondOpinionTest {

  /** Few enough to match often: of one to four bytes each, escaped or not, and look-alikes. */
  private static final List<String> PIECES =
      List.of(
          "a",
          "b",
          "B",
          "bot",
          "BOT",
          "Ab",
          "ab",
          "/",
          "/a",
          ".css",
          ".js",
          "?",
          "#",
          ":",
          "://",
          "http://h",
          "h",
          "1",
          "10.0.0.1",
          "::1",
          "é",
          "É",
          "ß",
          "日本",
          "\uD83D\uDE00",
          "\uD83D\uDE01",
          "\u212A",
          "k",
          "K",
          "\"",
          "\\",
          "\n",
          "\u0001",
          "\u007f",
          "\u0080",
          "\u07ff",
          "\u0800",
          "\uffff",
          "\uDBFF\uDFFF",
          " ",
          "[",
          "@",
          "`",
          "{");

  private static final List<String> ADDRESSES =
      List.of(
          "10.0.0.1",
          "10.255.255.255",
          "11.0.0.0",
          "9.255.255.255",
          "0.0.0.0",
          "255.255.255.255",
          "128.0.0.1",
          "127.255.255.255",
          "10.1.2.3",
          "010.1.2.3",
          "10.1.2",
          "10.1.2.3.4",
          "256.1.1.1",
          "::",
          "::1",
          "::2",
          "1::",
          "fd00::1",
          "FDFF::",
          "fe00::",
          "2001:db8::",
          "2001:DB8:0:0::1",
          "2001:db8:1:2:3:4:5:6",
          "2001:db9::",
          "7fff:ffff::",
          "8000::",
          "::ffff:10.0.0.1",
          "::FFFF:a00:1",
          "::fffe:10.0.0.1",
          "1:2:3:4:5:6:7::",
          "::2:3:4:5:6:7:8",
          "1:2::7:8",
          "1:2:3:4:5:6:7:8:9",
          "1::2::3",
          ":::",
          "1:",
          "::1%eth0",
          "[::1]",
          "ffff::ffff");

  private static final List<String> CIDRS =
      List.of(
          "10.0.0.0/8",
          "10.0.0.0/9",
          "10.0.0.1/32",
          "0.0.0.0/0",
          "128.0.0.0/1",
          "127.0.0.0/8",
          "255.255.255.255/32",
          "::/0",
          "::1/128",
          "fc00::/7",
          "2001:db8::/32",
          "2001:db8:1::/48",
          "8000::/1",
          "1:2::/31",
          "::/127",
          "1:2:3:4::/64",
          "1:2:3:4:5::/80");

  /** Expressions that mean the same in both libraries. */
  private static final List<String> REGEXES =
      List.of(
          "a+b",
          "^/a",
          "\\.(css|js)",
          "[0-9]{2}",
          "é|ß",
          "\\x{1F600}",
          "(?i:bot)h?",
          "^\\z",
          "日[本]");

  private static final List<Field> TEXTS =
      Arrays.stream(Field.values()).filter(each -> each.kind() == Field.Kind.TEXT).toList();

  private final Map<String, int[]> answers = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23})
  void bytesAndStringsGetTheSameAnswers(long seed) {
    Random random = new Random(seed);
    EventView view = new EventView();
    for (int set = 0; set < 400; set++) {
      RuleSet rules = rules(random);
      Filter filter = Filter.of(rules);
      for (int i = 0; i < 40; i++) {
        Event event = event(random);
        String json = Events.json(event, text -> escaped(text, random));
        assertEquals(Optional.empty(), view.read(json.getBytes(UTF_8)), json);
        assertEquals(event, view.event(), () -> "seed " + seed + ": " + json);
        assertEquals(
            PlainRules.drops(rules, event),
            filter.drops(view).map(Outcome.Filtered::rule),
            () -> "seed " + seed + ": " + rules + " on " + json);
        rules.rules().forEach(rule -> count(rule.when(), event));
      }
    }
    // Each kind of condition held sometimes, and sometimes did not.
    assertEquals(8, answers.size(), answers.keySet().toString());
    answers.forEach(
        (kind, counts) ->
            assertTrue(counts[0] > 100 && counts[1] > 100, kind + Arrays.toString(counts)));
  }

  private void count(Condition condition, Event event) {
    if (condition instanceof Condition.All all) {
      all.conditions().forEach(each -> count(each, event));
    } else if (condition instanceof Condition.Any any) {
      any.conditions().forEach(each -> count(each, event));
    } else if (condition instanceof Condition.Not not) {
      count(not.condition(), event);
    } else {
      int[] counts = answers.computeIfAbsent(condition.key(), key -> new int[2]);
      counts[PlainRules.holds(condition, event) ? 1 : 0]++;
    }
  }

  private static RuleSet rules(Random random) {
    return new RuleSet(
        IntStream.range(0, 1 + random.nextInt(3))
            .mapToObj(i -> new Rule("rule-" + i, condition(random, 1)))
            .toList());
  }

  private static Condition condition(Random random, int level) {
    return switch (random.nextInt(level < 4 ? 8 : 5)) {
      case 5 -> new Condition.All(conditions(random, level));
      case 6 -> new Condition.Any(conditions(random, level));
      case 7 -> new Condition.Not(condition(random, level + 1));
      default -> onField(random);
    };
  }

  private static List<Condition> conditions(Random random, int level) {
    return IntStream.range(0, 1 + random.nextInt(3))
        .mapToObj(i -> condition(random, level + 1))
        .toList();
  }

  private static OnField onField(Random random) {
    Field text = pick(TEXTS, random);
    return switch (random.nextInt(9)) {
      case 0 -> new Condition.OneOf(text, texts(random, 0));
      case 1 -> new Condition.Prefix(text, texts(random, 1));
      case 2 -> new Condition.Suffix(text, texts(random, 1));
      case 3 -> new Condition.Contains(text, texts(random, 1));
      case 4 -> new Condition.Matches(text, pick(REGEXES, random));
      case 5 -> new Condition.InRange(random.nextInt(4) > 0 ? Field.IP : text, cidrs(random));
      case 6 -> new Condition.Missing(pick(List.of(Field.values()), random));
      case 7 ->
          new Condition.Between(
              random.nextBoolean() ? Field.STATUS : Field.BYTES,
              random.nextInt(4) == 0 ? null : (long) random.nextInt(5),
              random.nextInt(4) == 0 ? Long.valueOf(Long.MAX_VALUE) : 4L + random.nextInt(4));
      default ->
          new Condition.OneOf(
              random.nextBoolean() ? Field.STATUS : Field.BYTES,
              List.of("" + random.nextInt(10), "" + random.nextInt(10), "9223372036854775807"));
    };
  }

  private static List<String> texts(Random random, int shortest) {
    return IntStream.range(0, 1 + random.nextInt(random.nextInt(8) == 0 ? 60 : 6))
        .mapToObj(i -> text(random, shortest, 2))
        .toList();
  }

  private static List<String> cidrs(Random random) {
    return IntStream.range(0, 1 + random.nextInt(4)).mapToObj(i -> pick(CIDRS, random)).toList();
  }

  private static Event event(Random random) {
    return new Event(
        random.nextInt(4) == 0 ? null : text(random, 1, 4),
        EventTime.MIN_MICROS + (long) (random.nextDouble() * 3e17),
        text(random, 1, 4),
        text(random, 1, 5),
        random.nextInt(4) == 0
            ? null
            : random.nextInt(8) == 0 ? text(random, 0, 3) : address(random),
        random.nextInt(4) == 0 ? null : text(random, 0, 3),
        random.nextInt(4) == 0 ? null : Integer.valueOf(random.nextInt(10)),
        random.nextInt(4) == 0
            ? null
            : random.nextInt(9) == 0 ? Long.MAX_VALUE : random.nextInt(10),
        random.nextInt(4) == 0 ? null : text(random, 0, 40),
        random.nextInt(4) == 0 ? null : text(random, 0, 4));
  }

  private static String address(Random random) {
    String address = pick(ADDRESSES, random);
    if (random.nextInt(8) == 0) {
      StringBuilder changed = new StringBuilder(address);
      changed.setCharAt(random.nextInt(address.length()), "0f:.9".charAt(random.nextInt(5)));
      return changed.toString();
    }
    return address;
  }

  private static String text(Random random, int shortest, int longest) {
    int pieces = shortest + random.nextInt(longest - shortest + 1);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pieces; i++) {
      text.append(pick(PIECES, random));
    }
    return text.toString();
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  /**
   * Escapes what JSON requires, and sometimes more: all of a text, or a character here and there.
   */
  private static String escaped(String text, Random random) {
    int more = List.of(0, 0, 3, 1).get(random.nextInt(4));
    List<String> escaped = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean surrogate = Character.isSurrogate(c);
      boolean hex = c < 0x20 || (more > 0 && !surrogate && random.nextInt(more) == 0);
      escaped.add(hex ? "\\u%04x".formatted((int) c) : surrogate ? "" + c : Events.escaped("" + c));
    }
    return more == 1 ? allHex(text) : String.join("", escaped);
  }

  private static String allHex(String text) {
    StringBuilder hex = new StringBuilder();
    text.chars().forEach(c -> hex.append("\\u%04X".formatted(c)));
    return hex.toString();
  }
}
