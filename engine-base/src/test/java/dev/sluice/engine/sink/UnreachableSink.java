// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import dev.sluice.engine.config.ConfigKey;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.config.ValueKind;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** A type of sink that never answers, for processes that write nothing. */
public final class UnreachableSink implements SinkType {

  private static final ConfigKey PASSWORD =
      ConfigKey.of("unreachable.password", ValueKind.Text.MAYBE_EMPTY, "", "Its password.")
          .secret();

  /** Its settings, with a secret. */
  public static SinkSettings settings(String password) {
    return new SinkSettings("unreachable", Map.of(PASSWORD.key(), password));
  }

  @Override
  public String name() {
    return "unreachable";
  }

  @Override
  public List<ConfigKey> keys() {
    return List.of(PASSWORD);
  }

  @Override
  public Sink open(EngineConfig config) {
    return new Sink() {
      @Override
      public String target() {
        return "nowhere";
      }

      @Override
      public String targetKey() {
        return "sink";
      }

      @Override
      public SinkState state(Deadline until) {
        throw new UnsupportedOperationException();
      }

      @Override
      public SinkState begin(Pipeline begun, SortedMap<Integer, Long> starts, Deadline until) {
        throw new UnsupportedOperationException();
      }

      @Override
      public SinkWriter writer(RunPlan plan) {
        throw new UnsupportedOperationException();
      }

      @Override
      public LedgerReader reader() {
        return new LedgerReader() {
          @Override
          public SortedMap<Integer, LedgerRow> rows() throws SinkFault {
            throw SinkFault.passing("no answer", null);
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        };
      }
    };
  }
}
