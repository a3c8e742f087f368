// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.lab.input.Utf8;
import dev.sluice.lab.input.envelope.EnvelopeWriter;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.input.traffic.TrafficShare;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes generated traffic to standard output, in a form that {@code --input} reads. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = "Write seeded web traffic to standard output, one envelope per line.")
public final class GenerateCommand implements Callable<Integer> {

  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;

  @Spec private CommandSpec spec;

  @Within(least = 0)
  @Option(
      names = "--records",
      paramLabel = "N",
      description = "How many records (default: " + InputOptions.EVENTS + ").")
  private Long records;

  /** The former name, for scripts. */
  @Within(least = 0)
  @Option(names = "--events", hidden = true, paramLabel = "N")
  private Long former;

  @Mixin private SeedOption seed;
  @Mixin private PartitionsOption partitions;

  @Option(
      names = "--share",
      paramLabel = "NAME=SHARE",
      description = "Sets the share of one kind of traffic, such as bots=0.5; repeatable.")
  private Map<String, Double> shares = new LinkedHashMap<>();

  @Option(
      names = "--plain",
      description =
          "Write only the values; the last line on standard error lists what is left out.")
  private boolean plain;

  /** A command that writes to the process's standard output. */
  public GenerateCommand() {
    // Not System.out, which hides write errors.
    this(new FileOutputStream(FileDescriptor.out));
  }

  GenerateCommand(OutputStream out) {
    this.out = out;
  }

  @Override
  public Integer call() throws IOException {
    Input traffic = traffic();
    try {
      OutputStream buffered = new BufferedOutputStream(out, BUFFER_BYTES);
      if (plain) {
        writePlain(traffic, buffered);
      } else {
        writeEnvelopes(traffic, buffered);
      }
      buffered.flush();
      return 0;
    } catch (IOException e) {
      if (isBrokenPipe(e)) {
        // The reader has enough and closed the pipe, as head does.
        return 0;
      }
      throw e;
    }
  }

  private Input traffic() {
    long most = records != null ? records : former != null ? former : InputOptions.EVENTS;
    return TrafficGenerator.of(seed.value(), most, partitions.value(), profile());
  }

  private TrafficProfile profile() {
    try {
      Map<TrafficShare, Double> turned = new EnumMap<>(TrafficShare.class);
      shares.forEach((key, share) -> turned.put(TrafficShare.of(key), share));
      return new TrafficProfile(turned);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--share: " + e.getMessage(), e);
    }
  }

  private static void writeEnvelopes(Input traffic, OutputStream out) throws IOException {
    EnvelopeWriter envelopes = new EnvelopeWriter(out);
    try (InputRecords records = traffic.records()) {
      while (records.hasNext()) {
        envelopes.write(records.next());
      }
    }
  }

  private void writePlain(Input traffic, OutputStream out) throws IOException {
    long left = 0;
    try (InputRecords records = traffic.records()) {
      while (records.hasNext()) {
        InputRecord record = records.next();
        if (standsOnOneLine(record.value())) {
          out.write(record.value());
          out.write('\n');
        } else {
          left++;
        }
      }
    }
    out.flush();
    spec.commandLine()
        .getErr()
        .println(
            "--plain leaves out every partition, key, record timestamp and label, and "
                + left
                + " records whose value cannot be written on one line: null, empty, not UTF-8, or"
                + " with a line end in it");
  }

  private static boolean standsOnOneLine(byte[] value) {
    if (value == null || value.length == 0 || Utf8.decode(value).isEmpty()) {
      return false;
    }
    for (byte b : value) {
      if (b == '\n') {
        return false;
      }
    }
    return value[value.length - 1] != '\r';
  }

  private static boolean isBrokenPipe(IOException e) {
    return e.getMessage() != null && e.getMessage().contains("Broken pipe");
  }
}
