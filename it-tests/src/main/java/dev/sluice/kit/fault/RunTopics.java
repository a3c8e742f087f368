// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.OwnState;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.kit.testbed.TopicRun;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.server.EmbeddedKafka;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/** The topics of one run, in a cluster that is not the source's. */
final class RunTopics implements RunSink {

  private final EmbeddedKafka broker;
  private final TopicRun run;
  private final LedgerReader ledger;
  private final Admin admin;
  private String runId;

  private RunTopics(EmbeddedKafka broker, TopicRun run) {
    this.broker = broker;
    this.run = run;
    this.ledger = run.reader();
    this.admin = Admin.create(run.client());
  }

  /** Topics that do not exist yet, for an engine that is otherwise started like this. */
  static RunTopics of(TestBed testBed, Launch launch) throws IOException {
    EmbeddedKafka broker = testBed.sinkBroker();
    return new RunTopics(broker, TopicRun.of(testBed, launch, broker.bootstrapServers(), Map.of()));
  }

  /** The cluster, which has only topics of sinks. */
  EmbeddedKafka broker() {
    return broker;
  }

  @Override
  public Launch launch() {
    return run.launch();
  }

  @Override
  public String name() {
    return "topics " + run.name();
  }

  @Override
  public String runId() {
    if (runId == null) {
      runId = run.runId();
    }
    return runId;
  }

  /** The records that are counted: a topic's own end also moves by what is never committed. */
  @Override
  public long rows() throws SinkFault {
    return counted();
  }

  @Override
  public long counted() throws SinkFault {
    return TopicRun.counted(ledger);
  }

  @Override
  public Fault blockade() {
    return Fault.SINK_BROKER_FROZEN;
  }

  @Override
  public AutoCloseable holdAfterCommit(FaultRun run) throws Exception {
    long deadline = System.nanoTime() + run.patience().toNanos();
    while (System.nanoTime() < deadline) {
      long before = counted();
      Set<String> noted = noted(run);
      run.feed();
      run.await("a commit that moves the ledger", () -> counted() > before);
      Freeze freeze = Freeze.ofTree(run.engine().pid());
      if (noted(run).equals(noted)) {
        return freeze;
      }
      freeze.close();
    }
    throw new AssertionError(
        "the engine has stored its progress after every commit to the topics, before it was frozen");
  }

  private Set<String> noted(FaultRun faults) throws Exception {
    return OwnState.noted(faults.launch(), runId());
  }

  /** Also asserts that no row was committed twice, which a reader would not notice. */
  @Override
  public void assertEqual(TestBed.Scenario scenario) throws Exception {
    ComparisonResult result = run.compareTo(scenario);
    assertTrue(result.isIdentical(), () -> run.name() + " differs from the oracle: " + result);
    assertEquals(List.of(), run.repeated(), "rows that were committed more than once");
  }

  @Override
  public boolean isInTransaction() throws Exception {
    return !OpenTransactions.of(admin, runId()).isEmpty();
  }

  @Override
  public boolean isLeft() throws Exception {
    return isInTransaction();
  }

  @Override
  public void close() {
    ledger.close();
    admin.close(Duration.ZERO);
  }
}
