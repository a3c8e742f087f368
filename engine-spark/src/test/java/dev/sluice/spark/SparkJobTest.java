// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.LogRecord;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.streaming.StreamingRelationV2;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReadMaxRows;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The query up to its sink, without a broker: what is read, and what a micro-batch hands on. */
@ExtendWith(LocalSpark.Extension.class)
class SparkJobTest {

  private static final RunPlan PLAN = TestPlans.endless(Map.of(0, 15L, 1, 7L));

  private final SparkSession spark;
  private final TimeZone zone = TimeZone.getDefault();

  SparkJobTest(SparkSession spark) {
    this.spark = spark;
  }

  @AfterEach
  void restore() {
    TimeZone.setDefault(zone);
  }

  @Test
  void r15_theQueryStartsAtThePlansOffsets() {
    CaseInsensitiveStringMap options = relation(PLAN).extraOptions();

    assertEquals("{\"web\":{\"0\":15,\"1\":7}}", options.get("startingOffsets"));
    assertEquals("web", options.get("subscribe"));
  }

  /** A task reads a range in offset order; two tasks of one partition would not. */
  @Test
  void r9_aBatchHasOneTaskForEachPartitionRegardlessOfItsRange() {
    Map<Integer, String> ranges = new TreeMap<>();
    for (KafkaBatchInputPartition task :
        tasks("{\"web\":{\"0\":15,\"1\":7}}", "{\"web\":{\"0\":900000015,\"1\":8}}")) {
      String before =
          ranges.put(
              task.offsetRange().topicPartition().partition(),
              task.offsetRange().fromOffset() + " to " + task.offsetRange().untilOffset());
      assertEquals(null, before, "a second task for the same partition");
    }

    assertEquals(Map.of(0, "15 to 900000015", 1, "7 to 8"), ranges);
  }

  @Test
  void r13_everyTaskReadsWithBoundedTimestampsAndTheSettingsOfTheSource() {
    List<KafkaBatchInputPartition> tasks =
        tasks("{\"web\":{\"0\":15,\"1\":7}}", "{\"web\":{\"0\":16,\"1\":8}}");

    assertEquals(2, tasks.size());
    for (KafkaBatchInputPartition task : tasks) {
      Map<String, Object> consumer = task.executorKafkaParams();
      assertEquals(BoundedTimestamps.class.getName(), consumer.get("interceptor.classes"));
      assertEquals("127.0.0.1:1", consumer.get("bootstrap.servers"));
      assertEquals("read_committed", consumer.get("isolation.level"));
      assertEquals("none", consumer.get("auto.offset.reset"));
      assertEquals("7", consumer.get("fetch.min.bytes"), "a property of the user");
      assertTrue(task.failOnDataLoss(), "a gap must fail");
    }
  }

  /** Spark asks a source for this interface; without it, a drain would have a moving end. */
  @Test
  void r16_theSourceCanFixTheEndOfADrain() {
    assertInstanceOf(SupportsTriggerAvailableNow.class, stream());
  }

  @Test
  void r11_aBatchIsLimitedSoThatLittleIsReadAgainAfterAKill() {
    ReadLimit limit = ((SupportsTriggerAvailableNow) stream()).getDefaultReadLimit();

    assertInstanceOf(ReadMaxRows.class, limit);
  }

  @Test
  void r16_onlyADrainEndsWhenAllIsRead() {
    assertEquals(
        Trigger.AvailableNow(), SparkJob.trigger(TestPlans.drain(Map.of(0, 1L), Map.of(0, 2L))));
    assertEquals(Trigger.ProcessingTime(250), SparkJob.trigger(PLAN));
  }

  /**
   * From a record's timestamp to the one that is decided by: the same, but for those that decide
   * the same as a bound (R4). The source makes a SQL timestamp of it, in microseconds.
   */
  @ParameterizedTest
  @CsvSource({
    "-9223372036854775808, 0",
    "-1, 0",
    "0, 0",
    "1, 1",
    "999, 999",
    "1735787045001, 1735787045001",
    "253402300799999, 253402300799999", // the last of the year 9999
    "253402300800000, 253402300800000",
    "2305843009213693, 2305843009213693",
    "2305843009213694, 2305843009213694",
    "9223372036854775807, 2305843009213694"
  })
  void r4_aBatchHandsOnTheRecordsTimestampInMilliseconds(long sent, long found) {
    List<Row> rows = handedOn(List.of(record(3, 9_000_000_000L, sent, new byte[] {'v'})));

    assertEquals(found, rows.get(0).getLong(2));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/New_York", "Pacific/Apia"})
  void r14_theTimeZoneOfTheProcessDoesNotChangeATimestamp(String id) {
    TimeZone.setDefault(TimeZone.getTimeZone(id));

    List<Long> sent = List.of(0L, 1L, 1_735_787_045_001L, LogRecord.CAPPED_MILLIS);

    List<Row> rows = handedOn(sent.stream().map(millis -> record(0, 0, millis, null)).toList());

    assertEquals(sent, rows.stream().map(row -> row.getLong(2)).toList());
  }

  @Test
  void r3_aBatchHandsOnPositionAndValueAsTheSinkReadsThem() {
    RecordedSink sink = new RecordedSink();
    IdleWriters.giveBack(PLAN, sink);
    LedgerForeachWriter task = new LedgerForeachWriter(PLAN);
    assertTrue(task.open(0, 0));
    byte[] value = {'{', '}'};

    handedOn(List.of(record(3, 9_000_000_000L, 7, value), record(3, 9_000_000_001L, 7, null)))
        .forEach(task::process);
    IdleWriters.close(PLAN);

    assertEquals(
        List.of("3 9000000000 7 [123, 125]", "3 9000000001 7 null"),
        sink.added.stream().map(decided -> text(decided.record())).toList());
  }

  private static String text(LogRecord record) {
    return record.position().partition()
        + " "
        + record.position().offset()
        + " "
        + record.timestampMillis()
        + " "
        + Arrays.toString(record.value());
  }

  private StreamingRelationV2 relation(RunPlan plan) {
    Dataset<Row> topic = SparkJob.topic(spark, plan);
    return (StreamingRelationV2)
        ((org.apache.spark.sql.classic.Dataset<Row>) topic)
            .queryExecution()
            .analyzed()
            .collectLeaves()
            .head();
  }

  /** The source of the query, as Spark creates it. */
  private MicroBatchStream stream() {
    StreamingRelationV2 relation = relation(PLAN);
    return ((SupportsRead) relation.table())
        .newScanBuilder(relation.extraOptions())
        .build()
        .toMicroBatchStream("unused");
  }

  private List<KafkaBatchInputPartition> tasks(String start, String end) {
    MicroBatchStream stream = stream();
    Offset from = stream.deserializeOffset(start);
    Offset until = stream.deserializeOffset(end);
    return Arrays.stream(stream.planInputPartitions(from, until))
        .map(KafkaBatchInputPartition.class::cast)
        .toList();
  }

  private static ConsumerRecord<byte[], byte[]> record(
      int partition, long offset, long timestamp, byte[] value) {
    return new ConsumerRecord<>(
        TestPlans.TOPIC,
        partition,
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        0,
        0,
        null,
        value,
        new RecordHeaders(),
        Optional.empty());
  }

  /** Records of one partition as a micro-batch passes them to the sink. */
  private List<Row> handedOn(List<ConsumerRecord<byte[], byte[]>> records) {
    TopicPartition place = new TopicPartition(TestPlans.TOPIC, records.get(0).partition());
    List<Row> rows =
        new BoundedTimestamps()
            .onConsume(new ConsumerRecords<>(Map.of(place, records))).records(place).stream()
                .map(SparkJobTest::sourceRow)
                .toList();
    StructType columns = new BoundedKafka().inferSchema(CaseInsensitiveStringMap.empty());
    return SparkJob.decidable(spark.createDataFrame(rows, columns)).collectAsList();
  }

  /** The source's columns, in its order, with its conversion of the timestamp. */
  private static Row sourceRow(ConsumerRecord<byte[], byte[]> record) {
    return RowFactory.create(
        record.key(),
        record.value(),
        record.topic(),
        record.partition(),
        record.offset(),
        new Timestamp(record.timestamp()),
        record.timestampType().id);
  }
}
