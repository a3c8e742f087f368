// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The progress that an engine stores outside the ledger, to look at and to tamper with: consumer
 * groups and folders, all with the run's id in their names (R10).
 */
public final class OwnState {

  private static final Duration GROUP_EMPTY = Duration.ofSeconds(60);
  private static final long LOOK_MILLIS = 200;

  /** Whether the engine has stored any progress so far. */
  public static boolean isNoted(Launch launch, String runId) throws Exception {
    return !noted(launch, runId).isEmpty();
  }

  /**
   * The progress that the engine has stored so far, as texts: the offsets of its groups, without
   * zeros, and its files.
   */
  public static Set<String> noted(Launch launch, String runId) throws Exception {
    Set<String> noted = new TreeSet<>();
    commits(launch.stateDir(), runId).forEach(commit -> noted.add(commit.toString()));
    try (Admin admin = Admin.create(launch.testBed().client())) {
      for (String group : Groups.of(admin, runId)) {
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get()
            .forEach(
                (place, at) -> {
                  if (at != null && at.offset() > 0) {
                    noted.add(group + " " + place + " " + at.offset());
                  }
                });
      }
    }
    return noted;
  }

  /**
   * Resets the stored progress to the start of the run.
   *
   * @return descriptions of what was reset; empty if the engine stores no progress
   */
  public static List<String> setBack(Launch launch, String runId) throws Exception {
    List<String> done = new ArrayList<>(deleteCommits(launch.stateDir(), runId));
    try (Admin admin = Admin.create(launch.testBed().client())) {
      for (String group : Groups.of(admin, runId)) {
        setGroupBack(admin, launch.topic(), group);
        done.add("group " + group);
      }
    }
    return done;
  }

  /**
   * Deletes the stored progress, like a cleanup of disk and broker while the engine is not running.
   */
  public static void delete(Launch launch, String runId) throws Exception {
    if (Files.isDirectory(launch.stateDir())) {
      try (Stream<Path> paths = Files.walk(launch.stateDir())) {
        for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
    try (Admin admin = Admin.create(launch.testBed().client())) {
      List<String> groups = Groups.of(admin, runId);
      onceEmpty(() -> admin.deleteConsumerGroups(groups).all().get());
    }
  }

  /**
   * Leaves the state of a driver that crashed before it committed its batches: they are planned,
   * but not committed.
   */
  private static List<String> deleteCommits(Path stateDir, String runId) throws IOException {
    List<Path> commits = commits(stateDir, runId);
    for (Path commit : commits) {
      Files.delete(commit);
    }
    return commits.stream().map(Path::toString).toList();
  }

  private static List<Path> commits(Path stateDir, String runId) throws IOException {
    if (!Files.isDirectory(stateDir)) {
      return List.of();
    }
    List<Path> commits = new ArrayList<>();
    Files.walkFileTree(
        stateDir,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (isCommit(path, runId)) {
              commits.add(path);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path path, IOException e) {
            // A running engine may delete its files during the walk.
            return FileVisitResult.CONTINUE;
          }
        });
    return commits;
  }

  private static boolean isCommit(Path path, String runId) {
    return path.toString().contains(runId)
        && Files.isRegularFile(path)
        && path.getParent().getFileName().toString().equals("commits");
  }

  /** Resets the offsets of a group to zero. */
  private static void setGroupBack(Admin admin, String topic, String group) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> zero = new HashMap<>();
    admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .forEach(p -> zero.put(new TopicPartition(topic, p.partition()), new OffsetAndMetadata(0)));
    onceEmpty(() -> admin.alterConsumerGroupOffsets(group, zero).all().get());
  }

  /** Repeats a change until the broker has noticed that the group's members are gone. */
  private static void onceEmpty(Callable<?> change) throws Exception {
    long deadline = System.nanoTime() + GROUP_EMPTY.toNanos();
    while (true) {
      try {
        change.call();
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
