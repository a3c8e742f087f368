// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import dev.sluice.rules.Quoted;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads the part of YAML 1.2 that files of rules and of fields use: mappings, lists and texts, in
 * one document. Refuses what makes YAML surprising: anchors, aliases, tags and duplicate keys.
 * Works on the parser's events, since each of them has its line.
 */
final class YamlDocument {

  /** The most characters of a file: enough for far more than ten thousand ranges, and harmless. */
  static final int LENGTH = 16 * 1024 * 1024;

  /** The deepest nesting; more than that of conditions, so that their limit is reported first. */
  private static final int NESTING = 100;

  private final String file;
  private final Iterator<Event> events;

  private YamlDocument(String file, Iterator<Event> events) {
    this.file = file;
    this.events = events;
  }

  /**
   * Reads one document.
   *
   * @param file its name in errors
   * @param content the key of what it is about, for the error if it is empty
   * @throws ConfigException naming file, line and problem
   */
  static YamlNode read(String file, String text, String content) {
    if (text.length() > LENGTH) {
      throw new ConfigException(
          file, "has " + text.length() + " characters; at most " + LENGTH + " are allowed");
    }
    LoadSettings settings =
        LoadSettings.builder().setLabel(file).setCodePointLimit(Integer.MAX_VALUE).build();
    try {
      return new YamlDocument(file, new Parse(settings).parseString(text).iterator())
          .document(content);
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
      String context = e.getContext() == null ? "" : e.getContext() + ", ";
      throw error(file, line, context + e.getProblem());
    } catch (ReaderException e) {
      int line = lineOf(text, e.getPosition());
      String hex = String.format(Locale.ROOT, "U+%04X", e.getCodePoint());
      throw error(
          file, line, "the character " + hex + " is not allowed here; write it \"\\u....\"");
    } catch (YamlEngineException e) {
      throw new ConfigException(file, e.getMessage());
    }
  }

  static ConfigException error(String file, int line, String problem) {
    return new ConfigException(file + ":" + line, problem.replaceAll("\\s*\\R\\s*", " "));
  }

  private static int lineOf(String text, int codePoints) {
    int end =
        text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
    return 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  private YamlNode document(String content) {
    YamlNode root = null;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof NodeEvent node) {
        if (root != null) {
          throw error(file, line(event), "begins a second document; a file has one");
        }
        root = node(node, 1);
      }
    }
    if (root == null) {
      throw new ConfigException(file, "is empty; write version: 1 and " + content + ":");
    }
    return root;
  }

  private YamlNode node(NodeEvent event, int level) {
    if (event instanceof AliasEvent || event.getAnchor().isPresent()) {
      throw error(
          file, line(event), "has an anchor or an alias (& or *); write it out, or quote it");
    }
    if (level > NESTING) {
      throw error(file, line(event), "nests deeper than " + NESTING + " levels");
    }
    if (event instanceof ScalarEvent scalar) {
      refuseTag(scalar.getTag().isPresent(), event);
      return new YamlNode.Scalar(line(event), scalar.getValue(), scalar.isPlain());
    }
    CollectionStartEvent collection = (CollectionStartEvent) event;
    refuseTag(collection.getTag().isPresent(), event);
    return event.getEventId() == Event.ID.SequenceStart
        ? sequence(event, level)
        : mapping(event, level);
  }

  private void refuseTag(boolean tagged, Event event) {
    if (tagged) {
      throw error(file, line(event), "has a tag (!); write only the value, or quote it");
    }
  }

  private YamlNode sequence(Event start, int level) {
    List<YamlNode> items = new ArrayList<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      items.add(node((NodeEvent) e, level + 1));
    }
    return new YamlNode.Sequence(line(start), items);
  }

  private YamlNode mapping(Event start, int level) {
    Map<String, YamlNode> values = new LinkedHashMap<>();
    Map<String, Integer> keyLines = new LinkedHashMap<>();
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      if (!(node((NodeEvent) e, level + 1) instanceof YamlNode.Scalar key)) {
        throw error(file, line(e), "a key is a text, not a list or a mapping");
      }
      Integer before = keyLines.putIfAbsent(key.text(), key.line());
      if (before != null) {
        throw error(
            file,
            key.line(),
            "the key "
                + Quoted.text(key.text())
                + " is on line "
                + before
                + " already; remove one");
      }
      values.put(key.text(), node((NodeEvent) events.next(), level + 1));
    }
    return new YamlNode.Mapping(line(start), values, keyLines);
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
  }
}
