// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.drill;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.kit.fault.Fault;
import dev.sluice.kit.testbed.Launch;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The faults and changes that a drill can demonstrate. */
enum Plot {
  KILL9("kill9", Fault.ENGINE_KILLED),
  BROKER("broker", Fault.BROKER_KILLED),
  DATABASE("database", Fault.DATABASE_KILLED),
  NETWORK("network", Fault.NETWORK_CUT),
  RESCALE("rescale", null),
  WORKER("worker", Fault.WORKER_KILLED),
  DRIVER("driver", Fault.DRIVER_KILLED),
  JOBMANAGER("jobmanager", Fault.JOBMANAGER_KILLED),
  NONE("none", null);

  private final String code;
  private final Fault fault;

  Plot(String code, Fault fault) {
    this.code = code;
    this.fault = fault;
  }

  /**
   * Returns the plot with the given name on the command line.
   *
   * @param option what the name was given to
   */
  static Plot of(String option, String code) {
    return Arrays.stream(values())
        .filter(plot -> plot.code.equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException(
                    option, code + " is not a fault of the drill; use one of " + codes()));
  }

  /** The name on the command line. */
  String code() {
    return code;
  }

  static String codes() {
    return Arrays.stream(values()).map(plot -> plot.code).collect(Collectors.joining(", "));
  }

  /** The fault; empty if nothing breaks. */
  Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  /** The settings with which the engine starts. */
  Launch before(Launch launch) {
    return this == RESCALE ? launch.with("parallelism", Drill.PARALLELISM_BEFORE) : launch;
  }

  /** Whether a process of the engine starts during the drill. */
  boolean isEngineStarted() {
    return this == KILL9 || this == RESCALE;
  }

  /** The drill's heading. */
  String title() {
    return fault()
        .map(Fault::description)
        .orElse(this == RESCALE ? "the engine is rescaled" : "nothing breaks");
  }
}
