package dev.sluice.it.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Bad configuration ends an engine at its start, in one line that names it (R10, R13). */
public abstract class ConfigurationContract extends EngineTest {

  @Test
  void r13_aTopicThatDoesNotExistIsBadConfiguration() {
    String reason = refusal(launch(scenes().empty()).of("no_such_topic"));
    assertTrue(
        reason.contains("kafka.topic") && reason.contains("no_such_topic"),
        () -> "names neither key nor value: " + reason);
  }
}
