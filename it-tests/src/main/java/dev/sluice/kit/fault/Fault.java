// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.run.SinkKind;

/** The faults that can be caused under a running engine, and repaired. */
public enum Fault {
  ENGINE_KILLED(Part.ENGINE, "the engine is killed (kill -9)", EngineFaults::kill),
  ENGINE_KILLED_AT_COMMIT(
      Part.ENGINE,
      "the engine is killed after a commit, before it stores its own progress",
      EngineFaults::killAtCommit),
  ENGINE_STOPPED(Part.ENGINE, "the engine is asked to stop (SIGTERM)", EngineFaults::stop),
  ENGINE_RESCALED(
      Part.ENGINE,
      "the engine is stopped, and started with another number of tasks",
      EngineFaults::rescale),
  ENGINE_FROZEN(Part.ENGINE, "the engine freezes (SIGSTOP)", EngineFaults::freeze),
  WORKER_KILLED("a worker of the cluster is killed (kill -9)", "worker"),
  DRIVER_KILLED("the driver on the cluster is killed (kill -9)", "driver"),
  JOBMANAGER_KILLED("the cluster's JobManager is killed (kill -9)", "jobmanager"),
  BROKER_KILLED(
      Part.BROKER,
      "the broker is killed (kill -9)",
      run -> BrokerFaults.kill(run.servers().kafka())),
  BROKER_STOPPED(
      Part.BROKER,
      "the broker is stopped gracefully",
      run -> BrokerFaults.stop(run.servers().kafka())),
  BROKER_FROZEN(
      Part.BROKER,
      "the broker freezes (SIGSTOP)",
      run -> BrokerFaults.freeze(run.servers().kafka())),
  DATABASE_KILLED(Part.DATABASE, "the database is killed (kill -9)", DatabaseFaults::kill),
  DATABASE_STOPPED(
      Part.DATABASE, "the database is stopped without a checkpoint", DatabaseFaults::stop),
  DATABASE_RESTARTED(Part.DATABASE, "the database is restarted", DatabaseFaults::restart),
  DATABASE_FROZEN(Part.DATABASE, "the database freezes (SIGSTOP)", DatabaseFaults::freeze),
  SESSIONS_TERMINATED(
      Part.DATABASE, "an operator terminates the engine's sessions", DatabaseFaults::terminate),
  CONNECTIONS_USED_UP(
      Part.DATABASE, "other clients use up all connections", DatabaseFaults::useUpConnections),
  TABLE_LOCKED(Part.DATABASE, "another session locks processed_events", DatabaseFaults::lockTable),
  DATABASE_READ_ONLY(Part.DATABASE, "the database accepts no writes", DatabaseFaults::readOnly),
  DISK_FULL(Part.DATABASE, "the database reports a full disk", DatabaseFaults::fillDisk),
  NETWORK_CUT(Part.NETWORK, "the network to the database is cut", NetworkFaults::cut),
  NETWORK_STALLED(Part.NETWORK, "the network to the database stalls", NetworkFaults::stall),
  NETWORK_SLOW(Part.NETWORK, "the network to the database is slow", NetworkFaults::slow),
  ROWS_CUT(Part.NETWORK, "connections are cut in the middle of a row", NetworkFaults::cutInRows),
  COMMIT_REPLY_LOST(
      Part.NETWORK, "the database commits, and the reply is lost", NetworkFaults::loseReplies),
  SINK_BROKER_KILLED(
      Part.SINK_BROKER,
      "the broker of the rows is killed (kill -9)",
      run -> BrokerFaults.kill(run.sinkBroker())),
  SINK_BROKER_STOPPED(
      Part.SINK_BROKER,
      "the broker of the rows is stopped gracefully",
      run -> BrokerFaults.stop(run.sinkBroker())),
  SINK_BROKER_FROZEN(
      Part.SINK_BROKER,
      "the broker of the rows freezes (SIGSTOP)",
      run -> BrokerFaults.freeze(run.sinkBroker()));

  /** The part that breaks. */
  public enum Part {
    ENGINE,
    CLUSTER,
    BROKER,
    DATABASE,
    NETWORK,
    SINK_BROKER
  }

  /** Causes a fault. */
  @FunctionalInterface
  interface Strike {
    /** Returns when the fault is in effect, which it has checked. */
    Outage on(FaultRun run) throws Exception;
  }

  private final Part part;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // method references, without state
  private final Strike strike;

  /** What a fault of a cluster kills, as its recipe names it; null for any other fault. */
  private final String clusterProcess;

  Fault(Part part, String description, Strike strike) {
    this.part = part;
    this.description = description;
    this.strike = strike;
    this.clusterProcess = null;
  }

  Fault(String description, String clusterProcess) {
    this.part = Part.CLUSTER;
    this.description = description;
    this.strike = run -> ClusterFaults.kill(run, clusterProcess);
    this.clusterProcess = clusterProcess;
  }

  public Part part() {
    return part;
  }

  /** Whether schedules have the fault for runs whose rows are in this kind of sink. */
  boolean isDrawnFor(SinkKind sink) {
    boolean isOfTopics = sink == SinkKind.KAFKA;
    return switch (part) {
      // For tables, a seed's schedule stays the one that was run. With topics, the moment between
      // two commits is only long enough to be met if the engine's own are rare.
      case ENGINE ->
          this == ENGINE_RESCALED ? isOfTopics : this != ENGINE_KILLED_AT_COMMIT || !isOfTopics;
      case CLUSTER -> false;
      case BROKER -> true;
      case DATABASE, NETWORK -> !isOfTopics;
      case SINK_BROKER -> isOfTopics;
    };
  }

  /** Whether the database still answers but refuses writes. */
  boolean isRefusal() {
    return this == DATABASE_READ_ONLY || this == DISK_FULL;
  }

  /** Whether an engine has what the fault breaks: not every cluster has every process. */
  public boolean isPossibleFor(EngineCatalog.Entry engine) {
    return clusterProcess == null || engine.clusterProcesses().contains(clusterProcess);
  }

  /** Whether the fault ends the engine's process. */
  public boolean isEndOfProcess() {
    return this == ENGINE_KILLED
        || this == ENGINE_KILLED_AT_COMMIT
        || this == ENGINE_STOPPED
        || this == ENGINE_RESCALED;
  }

  /** Whether the fault hits the single COMMIT of rows and ledger. */
  boolean isAtCommit() {
    return this == COMMIT_REPLY_LOST || this == ENGINE_KILLED_AT_COMMIT;
  }

  /** A description for output, such as "the broker is killed (kill -9)". */
  public String description() {
    return description;
  }

  Strike strike() {
    return strike;
  }
}
