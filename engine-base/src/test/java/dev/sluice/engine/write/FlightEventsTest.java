// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.model.Position;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightEventsTest {

  private static final String DECIDED = "dev.sluice.Decided";
  private static final String FLUSH = "dev.sluice.Flush";

  @TempDir private Path folder;

  @Test
  void aRecordingThatAsksForItHoldsWhereEachRecordWasAndWhatWasWritten() throws IOException {
    List<RecordedEvent> events = recorded(DECIDED);
    assertEquals(List.of(DECIDED, FLUSH), events.stream().map(FlightEventsTest::name).toList());
    assertEquals(3, events.get(0).getInt("partition"));
    assertEquals(42, events.get(0).getLong("offset"));
    assertEquals(7, events.get(1).getInt("records"));
    assertEquals(5, events.get(0).getInt("writer"));
    assertEquals(5, events.get(1).getInt("writer"));
    assertFalse(events.get(1).getStartTime().isBefore(events.get(0).getStartTime()));
  }

  @Test
  void anyOtherRecordingHoldsOnlyTheFlushes() throws IOException {
    assertEquals(List.of(FLUSH), recorded(FLUSH).stream().map(FlightEventsTest::name).toList());
  }

  private List<RecordedEvent> recorded(String enabled) throws IOException {
    Path file = folder.resolve(enabled + ".jfr");
    try (Recording recording = new Recording()) {
      recording.enable(enabled);
      recording.start();
      DecidedEvent.at(5, new Position(3, 42));
      FlushEvent.begun(5).end(7);
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> name(event).startsWith("dev.sluice."))
        .sorted((one, other) -> one.getStartTime().compareTo(other.getStartTime()))
        .toList();
  }

  private static String name(RecordedEvent event) {
    return event.getEventType().getName();
  }
}
