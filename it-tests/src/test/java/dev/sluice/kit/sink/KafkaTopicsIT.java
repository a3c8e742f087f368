// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkState;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.fault.OpenTransactions;
import dev.sluice.kit.testbed.TestBed;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is true of the Kafka sink only: which topics it refuses, and what it declines. */
@Timeout(120)
class KafkaTopicsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static TestBed testBed;

  @RegisterExtension
  static final BeforeAllCallback SERVERS = context -> testBed = KitExtension.testBed(context);

  private KafkaBed bed;
  private EngineConfig config;

  @BeforeEach
  void open() {
    bed = KafkaBed.on(testBed);
    config = bed.config(SinkContract.config(5_000));
  }

  @AfterEach
  void close() throws IOException {
    bed.close();
  }

  private SinkState begin(EngineConfig changed, int partitions) {
    TreeMap<Integer, Long> starts = new TreeMap<>();
    for (int partition = 0; partition < partitions; partition++) {
      starts.put(partition, 0L);
    }
    Sink sink = bed.sink(changed);
    sink.state(Deadline.in(PATIENCE));
    return sink.begin(SinkContract.pipeline("rules"), starts, Deadline.in(PATIENCE));
  }

  private EngineConfig with(String key, Object value) {
    Map<String, Object> values = new HashMap<>(config.sink().values());
    values.put(key, value);
    return config.withSink(new SinkSettings("kafka", values));
  }

  private String refusal(EngineConfig changed, int partitions) {
    return assertThrows(ConfigException.class, () -> begin(changed, partitions)).getMessage();
  }

  private void create(String topic, int partitions, Map<String, String> settings)
      throws ExecutionException, InterruptedException {
    try (Admin admin = bed.admin()) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(bed.name() + "." + topic, partitions, (short) 1).configs(settings)))
          .all()
          .get();
    }
  }

  private RunPlan plan(SinkState begun) {
    return new RunPlan(config, "run-1", new TreeMap<>(begun.next()), new TreeMap<>());
  }

  private LedgerWriter writer(TestLog log, SinkState begun) {
    RunPlan plan = plan(begun);
    return LedgerWriter.open(plan, bed.sink(config).writer(plan), log.probe());
  }

  /** The proof that REPLACEMENT is declined, and that the readers' fold is needed. */
  @Test
  void r17_ofAnIdentityATopicHasEveryRow() throws Exception {
    TestLog log = TestLog.ofFewIdentities(1, 1, 200);
    List<DecidedRecord> records = log.all();
    try (LedgerWriter writer = writer(log, begin(config, 1))) {
      records.forEach(writer::add);
      writer.flush();
    }
    int rows = bed.tables().processed().size();
    long written = 0;
    try (Admin admin = bed.admin()) {
      String topic = bed.name() + ".events";
      int partitions =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size();
      Map<TopicPartition, OffsetSpec> places = new HashMap<>();
      for (int partition = 0; partition < partitions; partition++) {
        places.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
      // A marker in each partition, too, for the one transaction.
      written =
          admin.listOffsets(places).all().get().values().stream()
                  .mapToLong(end -> end.offset())
                  .sum()
              - partitions;
    }
    assertTrue(written > rows, written + " records, " + rows + " rows");
  }

  /** The proof that REFUSAL is declined: nothing is diverted, and nothing is lost. */
  @Test
  void r17_aRecordThatTheBrokersRefuseEndsTheRun() throws Exception {
    TestLog log = TestLog.dense(2, 1, 100);
    try (LedgerWriter writer = writer(log, begin(config, 1))) {
      bed.refuseWrites(true);
      log.all().forEach(writer::add);
      String message = assertThrows(LedgerException.class, writer::flush).getMessage();
      assertTrue(message.contains("max.message.bytes"), message);
      assertEquals(List.of(), bed.tables().deadLetters());
      bed.refuseWrites(false);
      writer.flush();
    }
    assertTrue(bed.tables().ledger().get(0).startsWith("0|0|100|"), () -> "" + bed.tables());
  }

  /** An open transaction would hide the rows of other writers until its timeout. */
  @Test
  void r9_aWriterThatEndsAbortsWhatItCouldNotCommit() throws Exception {
    TestLog log = TestLog.dense(3, 1, 100);
    RunPlan plan = plan(begin(config, 1));
    try (Admin admin = bed.admin()) {
      try (SinkWriter writer = bed.sink(config).writer(plan)) {
        SortedMap<Integer, LedgerRow> taken = writer.take(Set.of(0), PATIENCE);
        bed.loseNextRequest();
        Batch batch = SinkContract.batch(taken, log.all());
        assertThrows(SinkFault.class, () -> writer.commit(batch, PATIENCE));
        while (OpenTransactions.of(admin, "run-1").isEmpty()) {
          Thread.onSpinWait(); // the test's timeout is the deadline
        }
      }
      assertEquals(List.of(), OpenTransactions.of(admin, "run-1"));
    }
  }

  @Test
  void r10_aLedgerThatIsNotSluicesIsRefused() throws Exception {
    create("ledger", 1, Map.of("cleanup.policy", "compact"));
    try (KafkaProducer<byte[], byte[]> other =
        new KafkaProducer<>(bed.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      byte[] text = "hello".getBytes(UTF_8);
      other.send(new ProducerRecord<>(bed.name() + ".ledger", text, text)).get();
    }
    String message = refusal(config, 1);
    assertTrue(message.startsWith("sink.kafka.topic: " + bed.name() + ".ledger: "), message);
  }

  @Test
  void r10_aLedgerThatForgetsIsRefused() throws Exception {
    create("ledger", 1, Map.of("cleanup.policy", "delete"));
    String message = refusal(config, 1);
    assertTrue(message.endsWith(".ledger: cleanup.policy is delete; set compact"), message);
  }

  @Test
  void r7_eventsThatKeepTheLastCopyAreRefusedUnlessThatIsAsked() throws Exception {
    create("events", 1, Map.of("cleanup.policy", "compact"));
    String message = refusal(config, 1);
    assertTrue(message.contains(".events: cleanup.policy is compact, which keeps"), message);
    assertTrue(message.contains("sink.kafka.last.wins"), message);
    assertEquals(Map.of(0, 0L), begin(with("sink.kafka.last.wins", true), 1).next());
  }

  @Test
  void r13_topicsThatAreTooSmallForARowAreRefused() throws Exception {
    create("late", 1, Map.of("max.message.bytes", "1000"));
    String message = refusal(config, 1);
    assertTrue(
        message.endsWith(".late: max.message.bytes is 1000, a row may have 524288; raise it"),
        message);
  }

  @Test
  void r15_aLedgerWithFewerPartitionsThanTheSourceIsRefusedUnlessItMayBeChanged() throws Exception {
    create("ledger", 1, Map.of("cleanup.policy", "compact"));
    begin(config, 1);
    String message = refusal(with("sink.kafka.create.topics", false), 3);
    assertTrue(message.contains("has 1 partitions, the source has 3"), message);
    assertTrue(message.contains("--partitions 3"), message);
    assertEquals(Map.of(0, 0L, 1, 0L, 2, 0L), begin(config, 3).next());
  }
}
