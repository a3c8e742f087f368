// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.server.RunDirectory;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what this machine has and what it lacks. */
@Command(
    name = "doctor",
    description = {
      "Print, one line each, what this machine has and what it lacks to run Sluice.",
      "Exits 0 when 'sluice compare' can work here, 1 when something that it needs is missing."
    })
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<CheckResult> findings = Checkup.of(EngineCatalog.home(), RunDirectory.base());
    findings.forEach(finding -> out.println(finding.line()));
    long lacking = findings.stream().filter(f -> f.verdict() == CheckResult.Verdict.LACKS).count();
    out.println();
    out.println(
        lacking == 0
            ? "'sluice compare' can work here."
            : "'sluice compare' cannot work here; missing requirements: " + lacking + ".");
    out.flush();
    return lacking == 0 ? 0 : 1;
  }
}
