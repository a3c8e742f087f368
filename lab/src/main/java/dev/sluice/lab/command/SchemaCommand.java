// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.sink.postgres.Schema;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the DDL of a run's tables, for users who do not let engines create them. */
@Command(
    name = "schema",
    description = {
      "Print the SQL that creates the tables of a run; their owner runs it.",
      "An engine then needs no right to create anything, only the grants of --role."
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
      description = "Also grant this role what an engine needs.")
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
