// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StartException;
import dev.sluice.engine.start.StartResolver;
import dev.sluice.model.LogRecord;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link KafkaSource} whose restored splits follow the plan, as its new ones do. Flink saves a
 * split's position and end in every checkpoint and savepoint; but the ledger decides the position
 * (R15), and the end is that of this run (R16), not that of the run that was saved.
 */
final class PlannedSource
    implements Source<LogRecord, KafkaPartitionSplit, KafkaSourceEnumState>,
        ResultTypeQueryable<LogRecord> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(PlannedSource.class);

  private final KafkaSource<LogRecord> kafka;
  private final RunPlan plan;
  private final boolean ledgerMoves;

  /**
   * The source of a plan.
   *
   * @param ledgerMoves whether the sink keeps the ledger, which then decides where a restored split
   *     resumes; otherwise the saved position does
   */
  PlannedSource(KafkaSource<LogRecord> kafka, RunPlan plan, boolean ledgerMoves) {
    this.kafka = kafka;
    this.plan = plan;
    this.ledgerMoves = ledgerMoves;
  }

  @Override
  public SourceReader<LogRecord, KafkaPartitionSplit> createReader(SourceReaderContext context)
      throws Exception {
    return new Reader(kafka.createReader(context));
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context) {
    return kafka.createEnumerator(context);
  }

  @Override
  public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
      SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState saved)
      throws IOException {
    var enumerator = kafka.restoreEnumerator(context, saved);
    return plan.config().drain() && holdsAll(saved)
        ? new Complete(enumerator, context)
        : enumerator;
  }

  private boolean holdsAll(KafkaSourceEnumState saved) {
    Set<Integer> partitions =
        Stream.concat(saved.assignedSplits().stream(), saved.unassignedSplits().stream())
            .map(KafkaPartitionSplit::getPartition)
            .collect(Collectors.toSet());
    return partitions.containsAll(plan.starts().keySet());
  }

  /**
   * The splits with the positions and ends of this run.
   *
   * @param ledger the ledger's {@code next} by partition; empty if the sink keeps no ledger
   */
  static List<KafkaPartitionSplit> replanned(
      List<KafkaPartitionSplit> saved, Map<Integer, Long> ledger, RunPlan plan) {
    return saved.stream()
        .map(
            split ->
                new KafkaPartitionSplit(
                    split.getTopicPartition(),
                    ledger.getOrDefault(split.getPartition(), split.getStartingOffset()),
                    plan.end(split.getPartition()).orElse(KafkaPartitionSplit.NO_STOPPING_OFFSET)))
        .toList();
  }

  @Override
  public Boundedness getBoundedness() {
    return kafka.getBoundedness();
  }

  @Override
  public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
    return kafka.getSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
    return kafka.getEnumeratorCheckpointSerializer();
  }

  @Override
  public TypeInformation<LogRecord> getProducedType() {
    return kafka.getProducedType();
  }

  /** Kafka's reader; it gets restored splits before it is started, and new ones after. */
  @SuppressWarnings("try") // Flink declares that close may be interrupted
  private final class Reader implements SourceReader<LogRecord, KafkaPartitionSplit> {

    private final SourceReader<LogRecord, KafkaPartitionSplit> reader;
    private boolean isStarted;

    Reader(SourceReader<LogRecord, KafkaPartitionSplit> reader) {
      this.reader = reader;
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
      try {
        reader.addSplits(isStarted ? splits : restored(splits));
      } catch (StartException e) {
        throw Lasting.marked(e);
      }
    }

    private List<KafkaPartitionSplit> restored(List<KafkaPartitionSplit> saved) {
      // Queried again, since the plan of a job that fails over is outdated.
      Map<Integer, Long> ledger = ledgerMoves ? StartResolver.ledger(plan.config()) : Map.of();
      List<KafkaPartitionSplit> splits = replanned(saved, ledger, plan);
      for (int i = 0; i < splits.size(); i++) {
        LOG.info(
            "{} was saved at {}, and resumes at {}",
            splits.get(i).getTopicPartition(),
            saved.get(i).getStartingOffset(),
            splits.get(i).getStartingOffset());
      }
      return splits;
    }

    @Override
    public void start() {
      isStarted = true;
      reader.start();
    }

    @Override
    public InputStatus pollNext(ReaderOutput<LogRecord> output) throws Exception {
      try {
        return reader.pollNext(output);
      } catch (RuntimeException e) {
        throw Lasting.marked(e);
      }
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
      return reader.snapshotState(checkpointId);
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      return reader.isAvailable();
    }

    @Override
    public void notifyNoMoreSplits() {
      reader.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
      reader.handleSourceEvents(event);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
      reader.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
      reader.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void close() throws Exception {
      reader.close();
    }
  }

  /**
   * Kafka's enumerator, restored with every partition of a drain. On its own it signals the end of
   * splits only after it has found another one, so such a drain would never end.
   */
  private record Complete(
      SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> enumerator,
      SplitEnumeratorContext<KafkaPartitionSplit> context)
      implements SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> {

    @Override
    public void addReader(int subtask) {
      enumerator.addReader(subtask);
      context.signalNoMoreSplits(subtask);
    }

    @Override
    public void start() {
      enumerator.start();
    }

    @Override
    public void handleSplitRequest(int subtask, String host) {
      enumerator.handleSplitRequest(subtask, host);
    }

    @Override
    public void addSplitsBack(List<KafkaPartitionSplit> splits, int subtask) {
      enumerator.addSplitsBack(splits, subtask);
    }

    @Override
    public KafkaSourceEnumState snapshotState(long checkpointId) throws Exception {
      return enumerator.snapshotState(checkpointId);
    }

    @Override
    public void close() throws IOException {
      enumerator.close();
    }
  }
}
