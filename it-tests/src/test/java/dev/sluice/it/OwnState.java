package dev.sluice.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.run.EngineSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Tampers with what engines note of their own progress; each asserts that there was something. */
final class OwnState {

  private static final Duration GROUP_EMPTY = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 200;

  /** Deletes the notes that batches were done; that they were planned stays. */
  static void deleteCommits(Path stateDir, String runId) throws IOException {
    List<Path> planned = below(stateDir, p -> isBatch(p, runId, "offsets"));
    assertTrue(!planned.isEmpty(), () -> "no batch of run " + runId + " below " + stateDir);
    for (Path commit : below(stateDir, p -> isBatch(p, runId, "commits"))) {
      Files.delete(commit);
    }
  }

  private static boolean isBatch(Path path, String runId, String kind) {
    return path.toString().contains(runId)
        && Files.isRegularFile(path)
        && path.getParent().getFileName().toString().equals(kind);
  }

  private static List<Path> below(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(wanted).toList();
    }
  }

  /** Sets a group's offsets to zero, as soon as the broker has seen that its members are gone. */
  static void setGroupBack(Stage stage, EngineSetup setup, String group) throws Exception {
    try (Admin admin = Admin.create(stage.client())) {
      String topic = setup.config().kafka().topic();
      Map<TopicPartition, OffsetAndMetadata> zero = new HashMap<>();
      admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .partitions()
          .forEach(
              p -> zero.put(new TopicPartition(topic, p.partition()), new OffsetAndMetadata(0)));
      long deadline = System.nanoTime() + GROUP_EMPTY.toNanos();
      while (true) {
        try {
          admin.alterConsumerGroupOffsets(group, zero).all().get();
          return;
        } catch (ExecutionException stillThere) {
          if (System.nanoTime() > deadline) {
            throw stillThere;
          }
          TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
      }
    }
  }

  private OwnState() {}
}
