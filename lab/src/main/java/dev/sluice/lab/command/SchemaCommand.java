// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigFile;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.run.SinkKind;
import dev.sluice.sink.kafka.TopicCommands;
import dev.sluice.sink.postgres.Schema;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints what creates a run's tables or topics, for users who do not let engines create them. */
@Command(
    name = "schema",
    description = {
      "Print the SQL that creates the tables of a run, or the commands that create its topics.",
      "Who may create them runs it. An engine then needs no right to create anything, only what",
      "--role grants."
    })
final class SchemaCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Mixin private SinkOption sink;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "The schema of the tables, or the start of the topics' names.")
  private String name;

  @Within(least = 1, most = InputOptions.MOST_PARTITIONS)
  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "For kafka: how many partitions each topic gets; the ledger's needs as many as the source"
              + " has.")
  private Integer partitions;

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      description = "Also grant this role, or this Kafka user, what an engine needs.")
  private String role;

  @Override
  public void run() {
    SinkKind kind = sink.kind(spec);
    String key = kind == SinkKind.POSTGRES ? "postgres.schema" : "sink.kafka.topic";
    ConfigFile.refusal(key, name)
        .ifPresent(
            problem -> {
              throw new ParameterException(spec.commandLine(), "--name: " + problem);
            });
    if (kind == SinkKind.KAFKA && partitions == null) {
      throw new ParameterException(spec.commandLine(), "Missing required option: '--partitions=N'");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        (switch (kind) {
              case POSTGRES -> Schema.ddl(name);
              case KAFKA -> TopicCommands.create(name, partitions);
            })
            .stripTrailing());
    if (role != null) {
      out.println();
      out.println(
          (switch (kind) {
                case POSTGRES -> Schema.grants(name, role);
                case KAFKA -> TopicCommands.grants(name, role);
              })
              .stripTrailing());
    }
    out.flush();
  }
}
