package dev.sluice.it.contract;

import dev.sluice.it.stage.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tampers with what an engine notes of its own progress beside the ledger: consumer groups and
 * folders, all with the run's id in their names (R10).
 */
final class OwnState {

  private static final Duration GROUP_EMPTY = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 200;

  /**
   * Puts it back to before all that was done.
   *
   * @return what was put back, one text each; empty where the engine notes nothing
   */
  static List<String> setBack(Launch launch, String runId) throws Exception {
    List<String> done = new ArrayList<>(deleteCommits(launch.stateDir(), runId));
    try (Admin admin = Admin.create(launch.stage().client())) {
      for (GroupListing group : admin.listGroups().all().get()) {
        if (group.groupId().contains(runId)) {
          setGroupBack(admin, launch.topic(), group.groupId());
          done.add("group " + group.groupId());
        }
      }
    }
    return done;
  }

  /** As a driver leaves it that died before it noted its batches; that they were planned stays. */
  private static List<String> deleteCommits(Path stateDir, String runId) throws IOException {
    List<String> deleted = new ArrayList<>();
    if (!Files.isDirectory(stateDir)) {
      return deleted;
    }
    List<Path> commits;
    try (Stream<Path> paths = Files.walk(stateDir)) {
      commits = paths.filter(path -> isCommit(path, runId)).toList();
    }
    for (Path commit : commits) {
      Files.delete(commit);
      deleted.add(commit.toString());
    }
    return deleted;
  }

  private static boolean isCommit(Path path, String runId) {
    return path.toString().contains(runId)
        && Files.isRegularFile(path)
        && path.getParent().getFileName().toString().equals("commits");
  }

  /** To zero, as soon as the broker has seen that the group's members are gone. */
  private static void setGroupBack(Admin admin, String topic, String group) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> zero = new HashMap<>();
    admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .forEach(p -> zero.put(new TopicPartition(topic, p.partition()), new OffsetAndMetadata(0)));
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

  private OwnState() {}
}
