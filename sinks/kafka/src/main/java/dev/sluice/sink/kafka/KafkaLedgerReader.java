// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.sink.LastCommit;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.SinkFault;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/** Reads the ledger's topic with one consumer, which a fault ends. */
final class KafkaLedgerReader implements LedgerReader {

  private final SinkClients clients;
  private final LedgerTopic ledger;
  private Consumer<byte[], byte[]> consumer;

  KafkaLedgerReader(SinkClients clients, LedgerTopic ledger) {
    this.clients = clients;
    this.ledger = ledger;
  }

  @Override
  public SortedMap<Integer, LedgerRow> rows() throws SinkFault {
    return read(ledger::rows);
  }

  @Override
  public LastCommit lastCommit() throws SinkFault {
    OptionalLong millis = read(ledger::lastMove);
    return millis.isEmpty()
        ? LastCommit.unknown("no row of the ledger has moved")
        : LastCommit.ago(Duration.ofMillis(System.currentTimeMillis() - millis.getAsLong()));
  }

  private <T> T read(Function<Consumer<byte[], byte[]>, T> work) throws SinkFault {
    try {
      if (consumer == null) {
        consumer = clients.consumer();
      }
      return work.apply(consumer);
    } catch (KafkaException e) {
      close();
      throw KafkaFaults.atPort(e);
    }
  }

  @Override
  public void close() {
    if (consumer != null) {
      consumer.close(Duration.ZERO);
      consumer = null;
    }
  }
}
