// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.saboteur;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.kit.reference.ConsumerLoop;
import dev.sluice.model.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * Faults in where reading starts or ends, against the ledger and the plan (R1, R11, R14 to R16).
 */
final class PlaceFaults {

  private static final int READ_AHEAD = 20_000;
  private static final long LAST_POLLS_NANOS = TimeUnit.SECONDS.toNanos(5);

  static ConsumerLoop readsUncommitted(RunPlan plan) {
    return new ConsumerLoop(plan) {
      @Override
      protected Map<String, Object> properties(EngineConfig config) {
        Map<String, Object> properties = super.properties(config);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return properties;
      }
    };
  }

  /** A loop that continues from offsets that it has stored itself, if there are any. */
  private abstract static class NotingLoop extends ConsumerLoop {

    private final PlaceNotes notes;

    NotingLoop(RunPlan plan) {
      super(plan);
      notes = new PlaceNotes(plan);
    }

    @Override
    protected long start(int partition) {
      return notes.read().getOrDefault(partition, super.start(partition));
    }

    final void note(ConsumerRecords<byte[], byte[]> records) {
      Map<Integer, Long> places = notes.read();
      for (ConsumerRecord<byte[], byte[]> record : records) {
        places.put(record.partition(), record.offset() + 1);
      }
      notes.write(places);
    }
  }

  /** Reads far ahead, so that a crash at any moment finds records that are read but not written. */
  static ConsumerLoop acknowledgesBeforeTheCommit(RunPlan plan) {
    return new NotingLoop(plan) {
      @Override
      protected Map<String, Object> properties(EngineConfig config) {
        Map<String, Object> properties = super.properties(config);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, READ_AHEAD);
        return properties;
      }

      @Override
      protected ConsumerRecords<byte[], byte[]> poll() {
        ConsumerRecords<byte[], byte[]> records = super.poll();
        note(records);
        return records;
      }
    };
  }

  /** At a stop request, polls until there are records to lose. */
  static ConsumerLoop forgetsItsBufferOnStop(RunPlan plan) {
    return new NotingLoop(plan) {
      @Override
      protected boolean isStopRequested(EngineRun run) {
        if (!super.isStopRequested(run)) {
          return false;
        }
        ConsumerRecords<byte[], byte[]> last = ConsumerRecords.empty();
        long begin = System.nanoTime();
        while (last.isEmpty() && System.nanoTime() - begin < LAST_POLLS_NANOS) {
          last = poll();
        }
        note(last);
        return true;
      }
    };
  }

  static ConsumerLoop neverStops(RunPlan plan) {
    return new ConsumerLoop(plan) {
      @Override
      protected boolean isStopRequested(EngineRun run) {
        return false;
      }
    };
  }

  static ConsumerLoop waitsForTheLastOffset(RunPlan plan) {
    Map<Integer, Long> last = new HashMap<>();
    return new ConsumerLoop(plan) {
      @Override
      protected void write(DecidedRecord decision) {
        Position position = decision.record().position();
        last.put(position.partition(), position.offset());
        super.write(decision);
      }

      @Override
      protected boolean isDone(int partition, long position) {
        return super.isDone(partition, start(partition))
            || super.isDone(partition, last.getOrDefault(partition, -1L) + 1);
      }
    };
  }

  static ConsumerLoop readsBeyondTheEnd(RunPlan plan) {
    TreeMap<Integer, Long> farAway = new TreeMap<>(plan.ends());
    farAway.replaceAll((partition, end) -> Long.MAX_VALUE);
    return new ConsumerLoop(new RunPlan(plan.config(), plan.runId(), plan.starts(), farAway)) {
      private boolean isIdle;

      @Override
      protected ConsumerRecords<byte[], byte[]> poll() {
        ConsumerRecords<byte[], byte[]> records = super.poll();
        isIdle = records.isEmpty();
        return records;
      }

      @Override
      protected boolean isDone(int partition, long position) {
        return isIdle && plan.isDone(partition, position);
      }
    };
  }

  private PlaceFaults() {}
}
