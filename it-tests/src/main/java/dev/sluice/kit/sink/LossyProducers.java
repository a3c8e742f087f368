// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.sink.kafka.ProducerSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Kafka's own producers, to the real brokers, with commits that can be lost on the way. Kafka's
 * client repeats a lost request; what its user sees is the timeout after that, and this is what is
 * made here, without the wait. Thread-safe.
 */
final class LossyProducers implements ProducerSource {

  /** A transaction of fewer records is the row that a partition starts with, not a batch. */
  private static final int LEAST = 10;

  private boolean losesRequest;
  private boolean losesReply;
  private int connections;

  synchronized void loseNextRequest() {
    losesRequest = true;
  }

  synchronized void loseNextReply() {
    losesReply = true;
  }

  /** Breaks the producers that are open. */
  synchronized void disconnect() {
    connections++;
  }

  private synchronized int connection() {
    return connections;
  }

  private synchronized boolean isRequestLost() {
    boolean isLost = losesRequest;
    losesRequest = false;
    return isLost;
  }

  private synchronized boolean isReplyLost() {
    boolean isLost = losesReply;
    losesReply = false;
    return isLost;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Producer<byte[], byte[]> open(Map<String, Object> properties) {
    Lossy lossy = new Lossy(ProducerSource.KAFKA.open(properties));
    return (Producer<byte[], byte[]>)
        Proxy.newProxyInstance(
            LossyProducers.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) -> lossy.call(method, arguments));
  }

  /** A producer of one thread. */
  private final class Lossy {
    private final Producer<byte[], byte[]> producer;
    private final int opened = connection();
    private int sent;

    Lossy(Producer<byte[], byte[]> producer) {
      this.producer = producer;
    }

    Object call(Method method, Object[] arguments) throws Throwable {
      String name = method.getName();
      if (!name.equals("close") && opened != connection()) {
        throw new DisconnectException("the connection was cut");
      }
      if (name.equals("send")) {
        sent++;
      } else if (name.equals("beginTransaction")) {
        sent = 0;
      }
      boolean isBatch = name.equals("commitTransaction") && sent >= LEAST;
      if (isBatch && isRequestLost()) {
        throw new TimeoutException("the request was lost");
      }
      Object result = invoke(method, arguments);
      if (isBatch && isReplyLost()) {
        throw new TimeoutException("the reply was lost");
      }
      return result;
    }

    private Object invoke(Method method, Object[] arguments) throws Throwable {
      try {
        return method.invoke(producer, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }
}
