// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.testbed.TestBed;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Topics that another process creates while a start looks for them. */
@Timeout(60)
class SinkTopicsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static TestBed testBed;

  @RegisterExtension
  static final BeforeAllCallback SERVERS = context -> testBed = KitExtension.testBed(context);

  @Test
  void r13_aTopicThatAppearsDuringTheCheckIsCheckedToo() {
    String name = testBed.freshName("sink");
    NewTopic small =
        new NewTopic(name + ".late", 1, (short) 1).configs(Map.of("max.message.bytes", "1000"));
    EngineConfig.Kafka kafka =
        new EngineConfig.Kafka(
            testBed.servers().bootstrapServers(), name, testBed.servers().kafkaProperties());
    KafkaSinkSettings settings = new KafkaSinkSettings(kafka, true, false);
    SinkTopics topics = new SinkTopics(settings, PATIENCE);
    try (Admin admin = new SinkClients(settings, PATIENCE, ProducerSource.KAFKA).admin()) {
      ConfigException refusal =
          assertThrows(
              ConfigException.class, () -> topics.require(createsAfterTheFirstLook(admin, small)));
      assertEquals(
          "sink.kafka.topic: "
              + name
              + ".late: max.message.bytes is 1000, a row may have 524288; raise it",
          refusal.getMessage());
    }
  }

  /** The client; once it has seen that the topic is missing, the topic is created. */
  private static Admin createsAfterTheFirstLook(Admin admin, NewTopic topic) {
    AtomicBoolean isCreated = new AtomicBoolean();
    return (Admin)
        Proxy.newProxyInstance(
            Admin.class.getClassLoader(),
            new Class<?>[] {Admin.class},
            (self, method, arguments) -> {
              try {
                Object result = method.invoke(admin, arguments);
                if (result instanceof DescribeTopicsResult seen && !isCreated.getAndSet(true)) {
                  assertMissing(seen, topic.name());
                  admin.createTopics(List.of(topic)).all().get();
                }
                return result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static void assertMissing(DescribeTopicsResult seen, String topic) {
    Throwable failure =
        assertThrows(ExecutionException.class, () -> seen.topicNameValues().get(topic).get());
    assertEquals(UnknownTopicOrPartitionException.class, failure.getCause().getClass());
  }
}
