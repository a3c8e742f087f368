// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** The stacks of a JVM's threads, as sampled by a flight recording. Not thread-safe. */
final class StackSamples {

  static final String EVENT = "jdk.ExecutionSample";

  private static final int TOP_FRAMES = 10;

  /** A lambda's class name contains a number that differs in each run. */
  private static final String LAMBDA = "\\$\\$Lambda.*";

  private final Map<Layer, Long> layers = new EnumMap<>(Layer.class);
  private final Map<String, Long> methods = new HashMap<>();

  /**
   * Reads a recording.
   *
   * @param file may be missing if the process was not a JVM; then there are no samples
   * @param from earlier samples do not count
   */
  static StackSamples read(Path file, Instant from) throws IOException {
    StackSamples samples = new StackSamples();
    if (!Files.exists(file)) {
      return samples;
    }
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        if (event.getEventType().getName().equals(EVENT)
            && event.getStackTrace() != null
            && !event.getStartTime().isBefore(from)) {
          samples.add(event.getStackTrace().getFrames());
        }
      }
    }
    return samples;
  }

  private void add(List<RecordedFrame> frames) {
    add(
        frames.get(0).getMethod().getName(),
        frames.stream().map(frame -> frame.getMethod().getType().getName()).toList());
  }

  /**
   * Adds one.
   *
   * @param method the method of the innermost frame
   * @param classes the classes of all frames, the innermost first
   */
  void add(String method, List<String> classes) {
    layers.merge(Layer.of(classes), 1L, Long::sum);
    String className = classes.get(0).replaceFirst(LAMBDA, "\\$\\$Lambda");
    methods.merge(className + "." + method, 1L, Long::sum);
  }

  /** The number of samples by layer; a layer without samples is missing. */
  Map<Layer, Long> layers() {
    return layers;
  }

  /** The ten methods that were most often the innermost frame, most frequent first. */
  List<TopFrame> topFrames() {
    return methods.entrySet().stream()
        .map(each -> new TopFrame(each.getKey(), each.getValue()))
        .sorted(
            Comparator.comparingLong(TopFrame::samples).reversed().thenComparing(TopFrame::method))
        .limit(TOP_FRAMES)
        .toList();
  }
}
