// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of the command line. */
@Command(
    name = "sluice",
    description = "One pipeline, three engines, one table.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = SluiceCommand.Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      // One line per command, in the order of the help.
      CompareCommand.class,
      GenerateCommand.class,
      RulesCommand.class,
      EventsCommand.class,
      RunCommand.class,
      StatusCommand.class,
      SavepointCommand.class,
      UpCommand.class,
      SchemaCommand.class,
      DoctorCommand.class,
    },
    footer = {
      "",
      "Exit codes: 0 success; 1 failed, not identical, or nothing to compare; 2 wrong usage or",
      "configuration.",
      "'sluice COMMAND --help' shows a command's options."
    })
public final class SluiceCommand implements Runnable {

  private static final int WIDTH = 100;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of a failure (or set SLUICE_DEBUG=1).")
  private boolean verbose;

  /** Fails with wrong usage: without a command there is nothing to do. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  /**
   * Runs a command line and returns its exit code.
   *
   * @param out for results
   * @param err for messages and progress
   */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    Debug.prepare();
    return line().setOut(out).setErr(err).execute(args);
  }

  /** The command line, with every command that is on the classpath. */
  public static CommandLine line() {
    SluiceCommand root = new SluiceCommand();
    CommandLine line = new CommandLine(root);
    ServiceLoader.load(AddedCommand.class).forEach(line::addSubcommand);
    OptionBounds.readNumbers(line);
    return line.setUsageHelpWidth(WIDTH)
        .setUsageHelpAutoWidth(false)
        .setExecutionStrategy(SluiceCommand::execute)
        .setParameterExceptionHandler(Failures::ofUsage)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> Failures.ofRun(failure, command, root.verbose));
  }

  /** The command line that started a command, in a form that can be typed again. */
  public static String typed(CommandSpec spec) {
    return "./sluice " + Shell.line(spec.root().commandLine().getParseResult().originalArgs());
  }

  /** Prints the help that was asked for, or checks the options and runs the last command. */
  private static int execute(ParseResult parsed) {
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    OptionBounds.check(parsed);
    return new RunLast().execute(parsed);
  }

  /** The versions of this project, of its engines, and of the Java that it runs on. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String own = SluiceCommand.class.getPackage().getImplementationVersion();
      List<String> lines = new ArrayList<>();
      lines.add("sluice " + (own == null ? "(not packaged)" : own));
      for (EngineDescriptor engine : EngineCatalog.under(EngineCatalog.home()).engines()) {
        lines.add(engine.name() + " " + engine.version());
      }
      lines.add(
          "java "
              + Runtime.version()
              + ", "
              + System.getProperty("os.name")
              + " "
              + System.getProperty("os.arch"));
      return lines.toArray(String[]::new);
    }
  }
}
