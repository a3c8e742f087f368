// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import dev.sluice.lab.input.StableHash;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Generates requests: relevant ones, and ones that have the given traits. */
final class Requests {

  private static final int CLIENTS = 6_000;
  private static final double ABSENT = 0.03;
  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "GET", "GET", "GET", "GET", "POST", "HEAD", "PUT", "OPTIONS");
  private static final List<Integer> FINE =
      List.of(200, 200, 200, 200, 200, 200, 200, 304, 301, 302, 206, 204, 201);

  /**
   * Statuses that are not failures, next to the range of failures and at the ends of what is
   * allowed.
   */
  private static final List<Integer> FINE_BUT_ODD = List.of(0, 100, 101, 399, 600, 999);

  private static final List<Integer> FAILED =
      List.of(400, 401, 403, 404, 404, 404, 404, 405, 408, 410, 418, 429, 499, 500, 502, 503, 599);

  private final SeededRandom random;
  private final Popularity clients = new Popularity(CLIENTS);
  private final long clientSeed;
  private final double withoutEventId;
  private long made;

  Requests(SeededRandom random, double withoutEventId) {
    this.random = random;
    this.clientSeed = random.next();
    this.withoutEventId = withoutEventId;
  }

  /** A request with exactly the given traits; its time is not set yet. */
  Draft draft(int traits) {
    Draft draft = new Draft();
    draft.traits = traits;
    draft.host = Trait.UNTRACKED_HOSTS.in(traits) ? Site.untracked(random) : Site.tracked(random);
    draft.eventId = random.chance(withoutEventId) ? null : eventId();
    draft.method = optional(random.pick(METHODS));
    draft.bytes = random.chance(ABSENT) ? null : bytes();
    draft.referrer = random.chance(0.3) ? null : Site.referrer(draft.host, random);
    draft.style = style();
    draft.shuffled = random.chance(0.1);
    setStatus(draft);
    setClient(draft);
    setUrlAndAgent(draft);
    setUnknown(draft);
    return draft;
  }

  private void setStatus(Draft draft) {
    if (Trait.FAILED_REQUESTS.in(draft.traits)) {
      draft.status = random.pick(FAILED);
    } else if (!random.chance(ABSENT)) {
      draft.status = random.pick(random.chance(0.01) ? FINE_BUT_ODD : FINE);
    }
  }

  private void setClient(Draft draft) {
    if (Trait.INTERNAL_CLIENTS.in(draft.traits)) {
      draft.ip = Addresses.inner(random);
    } else if (!random.chance(ABSENT)) {
      draft.ip = Addresses.outer(new SeededRandom(clientSeed + clients.rank(random)));
    }
    draft.clientHash = draft.ip == null ? random.next() : StableHash.of(draft.ip);
  }

  private void setUrlAndAgent(Draft draft) {
    boolean probe = Trait.HEALTH_CHECKS.in(draft.traits);
    boolean asset = Trait.STATIC_ASSETS.in(draft.traits);
    boolean bot = Trait.BOTS.in(draft.traits);
    // A probe is recognised by its path or its agent; the other one is free for other traits.
    boolean byAgent = probe && !bot && (asset || random.chance(0.5));
    if (asset) {
      draft.url = Site.asset(draft.host, random);
    } else if (probe && !byAgent) {
      draft.url = Site.probed(draft.host, random);
    } else {
      draft.url = Site.page(draft.host, random);
    }
    if (bot) {
      draft.userAgent = Agents.bot(random);
    } else {
      draft.userAgent = byAgent ? Agents.probe(random) : optional(Agents.browser(random));
    }
    if (probe && bot && asset) {
      // Neither path nor agent is left to make it a probe.
      draft.traits &= ~Trait.HEALTH_CHECKS.bit();
    }
  }

  private void setUnknown(Draft draft) {
    switch (random.below(25)) {
      case 0 -> unknown(draft, "headers", "{\"accept\":[\"text/html\",\"*/*\"],\"host\":\"a\"}");
      case 1 -> unknown(draft, "headers", "\"Accept: */*\\r\\nX-Forwarded-For: 10.0.0.1\"");
      case 2 -> unknown(draft, "duration_ms", "0." + random.below(1_000_000));
      case 3 -> unknown(draft, "Status", "\"not the field of that name\"");
      case 4 -> unknown(draft, "session", "null");
      case 5 -> unknown(draft, "tags", "[\"a\",{\"b\":[true,false,null,-1.5e-7]}]");
      default -> {}
    }
  }

  private static void unknown(Draft draft, String name, String value) {
    draft.unknownName = name;
    draft.unknownValue = value;
  }

  /** An id that was not generated before: each contains an increasing number. */
  private String eventId() {
    long number = made++;
    String hex = HexFormat.of().toHexDigits(random.next());
    return switch (random.below(12)) {
      case 0 -> "order-" + number;
      // Equal to each other only where case is ignored or text is normalised.
      case 1 -> "Ord-" + number + "-É";
      case 2 -> "ord-" + number + "-E\u0301";
      case 3 -> " " + number + " \"quoted\" \\ 🛒";
      case 4 -> hex.toUpperCase(Locale.ROOT) + number;
      default ->
          hex.substring(0, 8)
              + "-"
              + hex.substring(8, 12)
              + "-4"
              + hex.substring(13)
              + "-a000-"
              + HexFormat.of().toHexDigits(number, 12);
    };
  }

  private long bytes() {
    if (random.chance(0.002)) {
      return random.chance(0.5) ? 0 : Long.MAX_VALUE;
    }
    return (long) random.below(1 + random.below(200_000));
  }

  private JsonFields.Style style() {
    int drawn = random.below(1_000);
    if (drawn < 800) {
      return JsonFields.Style.COMPACT;
    }
    if (drawn < 900) {
      return JsonFields.Style.PYTHON;
    }
    return drawn < 995 ? JsonFields.Style.PHP : JsonFields.Style.PRETTY;
  }

  private String optional(String text) {
    return random.chance(ABSENT) ? null : text;
  }
}
