// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.Conformance;
import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.EngineCatalog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.reporting.legacy.xml.LegacyXmlReportGeneratingListener;

/** Runs the kit on engines, one after the other, on servers that are running. */
final class Certification implements AutoCloseable {

  private final TestBed testBed;
  private final long seed;
  private final Duration patience;
  private final boolean allFaults;
  private final LauncherSession session;

  /**
   * @param testBed the servers and scenarios that all engines share; closed with this
   * @param seed of the stochastic tests
   * @param patience the time after which an engine counts as hanging
   * @param allFaults whether to run the slow fault tests, too
   */
  Certification(TestBed testBed, long seed, Duration patience, boolean allFaults) {
    this.testBed = testBed;
    this.seed = seed;
    this.patience = patience;
    this.allFaults = allFaults;
    this.session = LauncherFactory.openSession();
    session.getStore().put(Namespace.create(KitExtension.STORE), TestBed.class, testBed);
  }

  /**
   * Runs the kit, or a part of it.
   *
   * @param name the name of the engine in commands
   * @param tests which tests, by method name
   * @param junitXml the folder that gets JUnit's XML
   * @param each called with each finding as soon as it is known
   */
  EngineFindings run(
      String name,
      EngineCatalog.Entry entry,
      Predicate<String> tests,
      Path junitXml,
      Consumer<TestResult> each) {
    testBed.engine(name, entry);
    FindingsListener listener = new FindingsListener(each);
    long start = System.nanoTime();
    session
        .getLauncher()
        .execute(
            request(name, tests),
            listener,
            new LegacyXmlReportGeneratingListener(
                junitXml, new PrintWriter(java.io.Writer.nullWriter())));
    return new EngineFindings(
        name,
        entry,
        listener.findings(),
        listener.problems(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  private LauncherDiscoveryRequest request(String name, Predicate<String> tests) {
    PostDiscoveryFilter chosen =
        descriptor ->
            FilterResult.includedIf(
                descriptor
                    .getSource()
                    .filter(MethodSource.class::isInstance)
                    .map(source -> tests.test(((MethodSource) source).getMethodName()))
                    .orElse(true));
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(DiscoverySelectors.selectClass(Conformance.class))
        .filters(chosen)
        .configurationParameter(KitExtension.ENGINE, name)
        .configurationParameter(KitExtension.SEED, Long.toString(seed))
        .configurationParameter(KitExtension.FAULTS, allFaults ? "all" : "some")
        .configurationParameter(KitExtension.PATIENCE, Long.toString(patience.toSeconds()))
        .build();
  }

  @Override
  public void close() {
    session.close();
  }
}
