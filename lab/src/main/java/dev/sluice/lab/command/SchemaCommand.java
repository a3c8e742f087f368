package dev.sluice.lab.command;

import dev.sluice.engine.ledger.Schema;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The DDL of a run's tables, for who does not let engines create them. */
@Command(
    name = "schema",
    description = {
      "Print the SQL that makes the tables of a run, to be run by their owner.",
      "An engine needs no right to create anything: only what --role grants."
    })
final class SchemaCommand implements Runnable {

  @Spec private CommandSpec spec;

  @SetsKey("postgres.schema")
  @Option(
      names = "--name",
      paramLabel = "SCHEMA",
      required = true,
      description = "The schema that the tables go into.")
  private String name;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "Also grant to this role what an engine needs.")
  private String role;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    out.println(Schema.ddl(name).stripTrailing());
    if (role != null) {
      out.println();
      out.println(Schema.grants(name, role).stripTrailing());
    }
    out.flush();
  }
}
