// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench;

import dev.sluice.lab.run.Progress;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LabRun;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts a broker and a database for the tests of a class. */
public final class OwnServers implements BeforeAllCallback, AfterAllCallback {

  private LabRun run;
  private EmbeddedServers servers;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    run = LabRun.open(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    servers = run.own(EmbeddedServers.start(run.directory()));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    if (run != null) {
      run.close();
    }
  }

  public EmbeddedServers servers() {
    return servers;
  }

  /** The context of a section, on these servers. */
  public Bench bench(Path folder, boolean quick, List<String> engines) {
    return bench(this::servers, folder, quick, engines);
  }

  /** The same when everything is measured already: a section that uses the servers fails. */
  public Bench idle(Path folder, boolean quick, List<String> engines) {
    Supplier<EmbeddedServers> none =
        () -> {
          throw new IllegalStateException("there is nothing to measure");
        };
    return bench(none, folder, quick, engines);
  }

  private Bench bench(
      Supplier<EmbeddedServers> source, Path folder, boolean quick, List<String> engines) {
    return new Bench(run.directory(), source, Progress.NONE, folder, quick, engines, 1);
  }
}
