// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Proves that the contract of sinks can fail: each wrong sink is caught. */
class SinkSaboteursTest {

  /**
   * Passes on every sink: so a failure comes from the fault, and not from a sink that cannot run.
   */
  private static final String PASSED_BY_ALL = "r9_aGapIsRefusedAndNothingIsWritten";

  private static SinkSaboteur current;

  /** The contract on the current saboteur; run by this test only. */
  static final class OnSaboteur extends SinkContract {
    @Override
    protected SinkBed open() {
      return new MemoryBed(current.sink());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWrongSinkIsCaught(SinkSaboteur saboteur) {
    current = saboteur;
    Set<String> failed = new TreeSet<>();
    Set<String> passed = new TreeSet<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(OnSaboteur.class)).build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.getSource().orElse(null) instanceof MethodSource method && test.isTest()) {
                  boolean isPassed = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
                  (isPassed ? passed : failed).add(method.getMethodName());
                }
              }
            });
    assertTrue(failed.contains(saboteur.caughtBy()), () -> "failed: " + failed);
    assertTrue(passed.contains(PASSED_BY_ALL), () -> "passed: " + passed);
  }
}
