// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.kit.testbed.Events;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Schemas;
import dev.sluice.kit.testbed.Schemas.LedgerLine;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.kit.testbed.Topics;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.engine.EngineStatus.Kind;
import dev.sluice.lab.oracle.OutcomeListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The base of contracts with hand-made topics, for which every number is worked out by hand. */
abstract class HandMadeTest extends EngineTest {

  final Topics topics() {
    return new Topics(testBed());
  }

  /** The configuration for draining a hand-made topic into a new schema. */
  final Launch launchOf(String topic) {
    return launch(byHand()).of(topic);
  }

  /**
   * Every outcome, in few records: partition 0 has some of each, 1 has only filtered ones, 2 has
   * none. Each mode has its own topic, so that consumer groups of the topic belong to that engine.
   */
  final TestBed.Scenario byHand() {
    return testBed()
        .scenario(
            "by_hand_" + entry().mode().name(),
            Events.RULES,
            (topic, client) -> {
              topics().createAs(topic, 3);
              topics()
                  .send(
                      topic,
                      0,
                      Events.good("a"),
                      Events.good("b"),
                      Events.robot("c"),
                      Events.late("d"),
                      "{",
                      Events.hidden("e"),
                      Events.good("a"),
                      Events.lateRobot("f"),
                      null,
                      "[]",
                      "nonsense",
                      Events.late("a"));
              topics().send(topic, 1, Events.robot("g"), Events.robot("h"));
              return OutcomeListener.NONE;
            });
  }

  /** The status of an engine when it started to consume, and how it ended. */
  record Run(EngineStatus running, EngineExit exit) {

    /** The start offsets, by partition. */
    Map<Integer, Long> starts() {
      return offsets("starts");
    }

    /** The end offsets (exclusive), by partition. */
    Map<Integer, Long> ends() {
      return offsets("ends");
    }

    private Map<Integer, Long> offsets(String member) {
      return HandMadeTest.offsets(running, member);
    }
  }

  /** Reads offsets by partition from a status line. */
  static Map<Integer, Long> offsets(EngineStatus status, String member) {
    JsonNode object = status.fields().path(member);
    assertTrue(object.isObject(), () -> member + ": is not an object in " + status.fields());
    Map<Integer, Long> offsets = new TreeMap<>();
    object
        .properties()
        .forEach(entry -> offsets.put(Integer.valueOf(entry.getKey()), entry.getValue().asLong()));
    return offsets;
  }

  /** Something to do while an engine runs. */
  @FunctionalInterface
  interface Meanwhile {
    void act() throws Exception;
  }

  /** Drains, and returns the status at the start and the end. */
  final Run drainHeard(Launch launch) throws Exception {
    return drainHeard(launch, () -> {});
  }

  /**
   * Drains, returns the status at the start and the end, and asserts the order of the status lines.
   *
   * @param onceRunning called as soon as the engine reports {@code RUNNING}
   */
  final Run drainHeard(Launch launch, Meanwhile onceRunning) throws Exception {
    List<Kind> statuses = Collections.synchronizedList(new ArrayList<>());
    try (EngineChild child = launch.start(status -> statuses.add(status.kind()))) {
      EngineStatus running = child.awaitRunning(patience());
      onceRunning.act();
      EngineExit exit = child.awaitEnd(patience());
      assertEquals(Optional.empty(), exit.problem());
      assertEquals(
          List.of(Kind.STARTING, Kind.RUNNING, Kind.DRAINED),
          statuses.stream().filter(kind -> kind != Kind.PROGRESS).toList());
      return new Run(running, exit);
    }
  }

  /** The rows of accepted events: partition, offset and identity. */
  final List<String> accepted(Launch launch) throws SQLException {
    return select(
        launch,
        "SELECT source_partition, source_offset, identity FROM %s.processed_events"
            + " ORDER BY 1, 2");
  }

  /** The rows of a query, whose {@code %s} is the schema. */
  final List<String> select(Launch launch, String sql) throws SQLException {
    try (Connection connection = testBed().connect()) {
      return Schemas.rows(connection, sql.replace("%s", launch.schema()));
    }
  }

  final SortedMap<Integer, LedgerLine> ledger(Launch launch) throws SQLException {
    try (Connection connection = testBed().connect()) {
      return Schemas.ledger(connection, launch.schema());
    }
  }

  /** Asserts the content of the ledger; does nothing for a mode without one. */
  final void assertLedger(Launch launch, Map<Integer, LedgerLine> expected) throws SQLException {
    if (can(Capability.LEDGER)) {
      assertEquals(expected, ledger(launch));
    }
  }

  /** The content of all tables. */
  final Map<String, List<String>> content(Launch launch) throws SQLException {
    try (Connection connection = testBed().connect()) {
      return Schemas.content(connection, launch.schema());
    }
  }

  /** Waits until the tables have at least {@code count} rows. */
  final void awaitRows(Launch launch, EngineChild child, long count) throws Exception {
    awaitRows(launch, child, count, patience());
  }

  static void assertStopped(EngineExit exit) {
    assertEquals(Optional.empty(), exit.problem());
    assertEquals(Optional.of(Kind.STOPPED), exit.lastStatus().map(EngineStatus::kind));
    assertEquals(0, exit.code());
  }

  static void assertNames(String reason, String... parts) {
    for (String part : parts) {
      assertTrue(reason.contains(part), () -> "the reason does not name " + part + ": " + reason);
    }
  }
}
