// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import dev.sluice.engine.config.ClientFault;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.sink.SinkFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Sorts the failures of Kafka's clients into those that pass and those that last. */
final class KafkaFaults {

  private static final List<Class<? extends KafkaException>> LASTING =
      List.of(
          AuthenticationException.class,
          AuthorizationException.class,
          InvalidTopicException.class,
          InvalidTxnTimeoutException.class,
          RecordTooLargeException.class,
          UnsupportedVersionException.class);

  /**
   * The fault as the port knows it. What is not known to last passes: another producer, which reads
   * the ledger first, may succeed.
   */
  static SinkFault atPort(KafkaException failure) {
    if (isFenced(failure)) {
      return SinkFault.passing("another writer has taken the partition over", failure);
    }
    String cause = ClientFault.cause(failure);
    return LASTING.stream().anyMatch(type -> cause(failure, type).isPresent())
        ? SinkFault.lasting(cause + "; " + remedy(failure), failure)
        : SinkFault.passing(cause, failure);
  }

  private static String remedy(KafkaException failure) {
    if (cause(failure, RecordTooLargeException.class).isPresent()) {
      return "raise max.request.size, and max.message.bytes of the topics";
    }
    return cause(failure, InvalidTxnTimeoutException.class).isPresent()
        ? "raise transaction.max.timeout.ms of the brokers, or lower retry.deadline.ms"
        : "check sink.kafka.properties and the privileges of its user on the topics and"
            + " transactional ids";
  }

  /** Why a start must be refused; empty if the fault may pass, or is none of the configuration. */
  static Optional<ConfigException> refusal(String servers, Throwable failure) {
    return cause(failure, AuthenticationException.class)
        .<Throwable>map(found -> found)
        .or(() -> cause(failure, AuthorizationException.class))
        .map(
            found ->
                new ConfigException(
                    KafkaSinkSettings.PROPERTIES.key(),
                    servers + " refuses these credentials: " + found.getMessage()))
        .or(
            () ->
                cause(failure, InvalidTxnTimeoutException.class)
                    .map(
                        found ->
                            new ConfigException(
                                "retry.deadline.ms",
                                "a transaction's timeout, made of it, is more than the brokers of "
                                    + servers
                                    + " allow; raise their transaction.max.timeout.ms, or lower"
                                    + " it")));
  }

  private static boolean isFenced(Throwable failure) {
    return cause(failure, ProducerFencedException.class).isPresent()
        || cause(failure, InvalidProducerEpochException.class).isPresent();
  }

  private static <T> Optional<T> cause(Throwable failure, Class<T> type) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (type.isInstance(each)) {
        return Optional.of(type.cast(each));
      }
    }
    return Optional.empty();
  }

  /**
   * The answer that a client gets.
   *
   * @throws KafkaException its failure, or that there was none in time
   */
  static <T> T answer(Future<T> future, Duration patience) {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException failure) {
        throw failure;
      }
      throw new KafkaException(e.getCause());
    } catch (TimeoutException e) {
      throw new org.apache.kafka.common.errors.TimeoutException(
          "no answer within " + patience.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  /**
   * Waits for a time.
   *
   * @throws org.apache.kafka.common.errors.InterruptException if the thread is interrupted
   */
  static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new org.apache.kafka.common.errors.InterruptException(e);
    }
  }

  private KafkaFaults() {}
}
