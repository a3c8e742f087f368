// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static dev.sluice.lab.server.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.start.StartResolver;
import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LabRun;
import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import dev.sluice.sink.postgres.PgSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses of pipelines in real sinks, written by the code that every engine writes with. */
@Timeout(180)
class StatusOfPipelinesTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long TIME = 1_700_000_000_000L;
  private static final AtomicInteger TOPICS = new AtomicInteger();

  private static LabRun lab;
  private static EmbeddedServers servers;

  @TempDir Path folder;

  private final String topic = "traffic" + TOPICS.incrementAndGet();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() throws Exception {
    lab = LabRun.open(new PrintWriter(Writer.nullWriter()));
    servers = lab.own(EmbeddedServers.start(lab.directory()));
  }

  @AfterAll
  static void stop() throws Exception {
    lab.close();
  }

  private static Admin admin() {
    return Admin.create(servers.kafkaClient());
  }

  private void createTopic(int partitions) throws Exception {
    try (Admin admin = admin()) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    }
  }

  /** Sends records in one transaction, which leaves a marker behind them. */
  private void send(int partition, int records) throws Exception {
    Map<String, Object> client = servers.kafkaClient();
    client.put("transactional.id", topic);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < records; i++) {
        byte[] value = "{}".getBytes(StandardCharsets.UTF_8);
        sent.add(producer.send(new ProducerRecord<>(topic, partition, null, value)));
      }
      producer.commitTransaction();
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
    }
  }

  private SinkSettings sink(String kind, boolean create) {
    return kind.equals("kafka")
        ? new KafkaSinkSettings(
                new EngineConfig.Kafka(servers.bootstrapServers(), topic + "-rows", Map.of()),
                create,
                false)
            .toSink()
        : new PgSettings(servers.jdbcUrl(), servers.user(), "", topic, create).toSink();
  }

  private EngineConfig config(SinkSettings sink) {
    return new EngineConfig(
        "flink",
        new EngineConfig.Kafka(servers.bootstrapServers(), topic, Map.of()),
        sink,
        new EngineConfig.Decision(
            "{\"version\":1,\"rules\":[]}", null, 15_000_000L, 60_000_000, 10_000),
        "resume",
        false,
        false,
        1,
        EngineConfig.Batching.DEFAULT,
        1_000,
        30_000,
        10_000,
        folder.toString());
  }

  private static DecidedRecord decided(int partition, long offset, Outcome outcome) {
    return new DecidedRecord(
        new LogRecord(new Position(partition, offset), TIME, "{}".getBytes(StandardCharsets.UTF_8)),
        outcome);
  }

  private static Outcome accepted() {
    return new Outcome.Accepted(
        new Event(null, TIME * 1_000, "h", "/", null, null, null, null, null, null));
  }

  private static void write(RunPlan plan, DecidedRecord... records) {
    try (LedgerWriter writer = LedgerWriter.open(plan)) {
      List.of(records).forEach(writer::add);
      writer.flush();
    }
  }

  private int run(String... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return SluiceCommand.run(words, new PrintWriter(out), new PrintWriter(err));
  }

  /** The command with the options for a pipeline, and more words. */
  private String[] status(String kind, String... more) {
    List<String> words = new ArrayList<>(List.of("status", "--topic", topic));
    words.addAll(List.of("--kafka", servers.bootstrapServers(), "--sink", kind));
    words.addAll(
        kind.equals("kafka")
            ? List.of("--sink-topic", topic + "-rows")
            : List.of("--schema", topic, "--jdbc", jdbc()));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static String jdbc() {
    return servers.jdbcUrl() + "?user=" + servers.user();
  }

  private JsonNode shown(String... words) throws Exception {
    assertEquals(0, run(words), err::toString);
    assertEquals("", err.toString());
    return JSON.readTree(out.toString());
  }

  /** First, next, end and lag of each partition. */
  private static List<String> offsets(JsonNode status) {
    List<String> offsets = new ArrayList<>();
    status
        .get("partitions")
        .forEach(
            each ->
                offsets.add(
                    each.get("first")
                        + " "
                        + each.get("next")
                        + " "
                        + each.get("end")
                        + " "
                        + each.get("lag")));
    return offsets;
  }

  /** Of 9 records and a marker in partition 0, 6 are done; all 4 of partition 1, with a marker. */
  private RunPlan pipeline(String kind) throws Exception {
    createTopic(2);
    send(0, 9);
    send(1, 4);
    RunPlan plan = StartResolver.resolve(config(sink(kind, true)));
    write(
        plan,
        decided(0, 0, accepted()),
        decided(0, 1, accepted()),
        decided(0, 2, accepted()),
        decided(0, 3, new Outcome.Filtered("bots")),
        decided(0, 4, new Outcome.Malformed(Reason.NOT_JSON)),
        decided(0, 5, new Outcome.Late(((Outcome.Accepted) accepted()).event(), 16_000_000)),
        decided(1, 0, accepted()),
        decided(1, 1, accepted()),
        decided(1, 2, accepted()),
        decided(1, 3, accepted()));
    return plan;
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "kafka"})
  void aStatusIsTheLedgerBesideTheEndOfTheLog(String kind) throws Exception {
    RunPlan plan = pipeline(kind);

    JsonNode status = shown(status(kind, "--json"));

    assertEquals(plan.runId(), status.get("pipeline").get("run_id").asText());
    // Behind the last record of each is a marker, which is not a record that is left.
    assertEquals(List.of("0 6 10 4", "0 4 5 0"), offsets(status));
    assertEquals(
        "{\"accepted\":7,\"filtered:bots\":1,\"late\":1,\"malformed:not_json\":1}",
        status.get("total").get("counts").toString());
    assertEquals(10, status.get("total").get("records").asLong());
    JsonNode commit = status.get("last_commit");
    assertTrue(commit.get("unknown").isNull(), status::toPrettyString);
    assertEquals(commit.get("least_age_ms"), commit.get("most_age_ms"));
    assertTrue(commit.get("least_age_ms").asLong() < 170_000, status::toPrettyString);
    assertTrue(status.get("total").get("records_per_second").isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "kafka"})
  void theFileThatAnEngineRunsWithNamesTheSamePipeline(String kind) throws Exception {
    RunPlan plan = pipeline(kind);
    Path file = folder.resolve("run.json");
    ConfigFile.write(file, plan.config());

    JsonNode byFile = shown("status", file.toString(), "--json");

    JsonNode byOptions = shown(status(kind, "--json"));
    for (String part : List.of("kafka", "sink", "rows", "pipeline", "partitions", "total")) {
      assertEquals(byOptions.get(part), byFile.get(part));
    }
  }

  @Test
  void theTextFitsAndTheLagIsComparedWithABound() throws Exception {
    pipeline("postgres");

    assertEquals(0, run(status("postgres", "--fail-if-lag-over", "4")));
    out.toString().lines().forEach(line -> assertTrue(line.length() <= 100, line));
    assertTrue(out.toString().startsWith("topic             " + topic + " at "), out::toString);
    assertEquals(1, run(status("postgres", "--fail-if-lag-over", "3")));
    assertEquals("sluice: the lag is 4, over 3\n", err.toString());
    assertTrue(out.toString().contains("malformed         not_json 1"), out::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"postgres", "kafka"})
  void whereNoPipelineIsNothingIsCreatedEvenIfTheFileAsksForIt(String kind) throws Exception {
    createTopic(1);
    Path file = folder.resolve("run.json");
    ConfigFile.write(file, config(sink(kind, true)));

    assertEquals(2, run("status", file.toString()));

    boolean isKafka = kind.equals("kafka");
    String key = isKafka ? "sink.kafka.topic: " : "postgres.schema: " + topic;
    assertTrue(err.toString().startsWith("sluice: " + file + ": " + key), err::toString);
    assertTrue(err.toString().contains(" lacks "), err::toString);
    assertEquals(1, err.toString().lines().count(), err::toString);
    assertEquals(2, run(status(kind)));
    String option = isKafka ? "--sink-topic: " : "--schema: " + topic;
    assertTrue(err.toString().startsWith("sluice: " + option), err::toString);
    try (Admin admin = admin();
        Connection connection = servers.connect();
        Statement statement = connection.createStatement();
        ResultSet schemas =
            statement.executeQuery("SELECT FROM pg_namespace WHERE nspname = '" + topic + "'")) {
      Set<String> topics = admin.listTopics().names().get();
      assertFalse(topics.stream().anyMatch(name -> name.startsWith(topic + "-rows")));
      assertFalse(schemas.next());
    }
  }

  @Test
  void tablesOfNoPipelineAndOfAnotherTopicAreNamed() throws Exception {
    pipeline("postgres");
    String[] other = status("postgres");
    other[2] = topic + "-other";
    assertEquals(2, run(other));
    assertTrue(
        err.toString().startsWith("sluice: --topic: " + topic + "-other does not exist at "));
    try (Admin admin = admin();
        Connection connection = servers.connect();
        Statement statement = connection.createStatement()) {
      admin.createTopics(List.of(new NewTopic(topic + "-other", 1, (short) 1))).all().get();
      assertEquals(2, run(other));
      assertEquals(
          "sluice: --topic: the ledger in schema %1$s is of the topic %1$s, not of %1$s-other%n"
              .formatted(topic),
          err.toString());

      statement.execute("UPDATE " + topic + ".pipeline SET topic_id = 'earlier'");
      assertEquals(2, run(status("postgres")));
      assertTrue(
          err.toString()
              .startsWith("sluice: --topic: the ledger in schema " + topic + " is of an earlier"),
          err::toString);

      statement.execute("DELETE FROM " + topic + ".pipeline");
      assertEquals(2, run(status("postgres")));
      assertEquals(
          "sluice: --schema: no pipeline has been started in schema " + topic + " yet\n",
          err.toString());
    }
  }

  @Test
  void recordsThatAreGoneAreNotTakenForDone() throws Exception {
    pipeline("postgres");
    try (Admin admin = admin()) {
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(8)))
          .all()
          .get();
    }
    assertEquals(List.of("0 6 10 2", "0 4 5 0"), offsets(shown(status("postgres", "--json"))));
    assertEquals(0, run(status("postgres")));
    assertTrue(
        out.toString().contains("Partition 0: records 6 to 7 are gone from the log"),
        out::toString);
    assertEquals(1, run(status("postgres", "--fail-if-lag-over", "1000")));
    assertEquals(
        "sluice: the log of partition 0 no longer has the record that is next\n", err.toString());
  }

  @Test
  void aSinkThatIsAwayIsReportedSoonByItsOption() throws Exception {
    createTopic(1);
    String[] words = status("postgres");
    words[words.length - 1] = "jdbc:postgresql://127.0.0.1:1/d";
    assertEquals(2, run(words));
    assertTrue(
        err.toString().startsWith("sluice: --jdbc: jdbc:postgresql://127.0.0.1:1/d: "),
        err::toString);
    words = status("kafka", "--sink-kafka", "127.0.0.1:1");
    assertEquals(2, run(words));
    assertTrue(err.toString().startsWith("sluice: --sink-kafka: 127.0.0.1:1: "), err::toString);
  }

  /** The driver itself would wait longer for a server that accepts a connection and then hangs. */
  @Test
  void aDatabaseThatHangsIsGivenUpSoon() throws Exception {
    createTopic(1);
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/d";
      String[] words = status("postgres");
      words[words.length - 1] = url;
      assertEquals(2, run(words));
      assertEquals("sluice: --jdbc: " + url + ": no answer within 8 s\n", err.toString());
    }
  }

  @Test
  void aWatchShowsRatesAndEndsWhenItIsInterrupted() throws Exception {
    RunPlan plan = pipeline("postgres");
    CompletableFuture<Integer> code = new CompletableFuture<>();
    String[] words = status("postgres", "--json", "--watch=1");
    Thread watch = new Thread(() -> code.complete(run(words)));
    watch.setDaemon(true);
    watch.start();
    try {
      eventually("a first look", () -> looks().size() >= 1);
      write(plan, decided(0, 6, accepted()), decided(0, 7, accepted()));
      eventually(
          "a look at moving records", () -> looks().stream().anyMatch(look -> rate(look) > 0));
    } finally {
      watch.interrupt();
    }
    eventually("the watch has ended", code::isDone);
    assertEquals(0, code.get());
    assertTrue(looks().get(0).get("total").get("records_per_second").isNull());
    assertEquals("0 8 10 2", offsets(looks().get(looks().size() - 1)).get(0));
    assertEquals("", err.toString());
  }

  private List<JsonNode> looks() {
    return Pattern.compile("(?<=\n)")
        .splitAsStream(out.toString())
        .filter(line -> line.endsWith("\n"))
        .map(StatusOfPipelinesTest::parsed)
        .toList();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  private static double rate(JsonNode look) {
    return look.get("total").get("records_per_second").asDouble();
  }
}
