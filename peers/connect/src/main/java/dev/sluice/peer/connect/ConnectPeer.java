// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.connect;

import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.Backlog;
import dev.sluice.peer.Peer;
import io.debezium.connector.jdbc.JdbcSinkConnector;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.cli.ConnectStandalone;
import org.apache.kafka.connect.runtime.Connect;
import org.apache.kafka.connect.runtime.Herder;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.util.FutureCallback;

/** The child process: a standalone worker of Kafka Connect with one connector. */
public final class ConnectPeer implements Peer {

  private static final long LOOK_MILLIS = 50;
  private static final String FAILED = "FAILED";

  public static void main(String[] args) {
    EngineMain.run("peer-connect", new JdbcSinkConnector().version(), new ConnectPeer(), args);
  }

  @Override
  public void run(EngineRun run) throws Exception {
    RunPlan plan = run.plan();
    String name = Peer.group(plan.config(), plan.runId());
    CountDownLatch stop = new CountDownLatch(1);
    run.onStop(stop::countDown);
    Progress progress = Progress.begin(plan);
    Connect<StandaloneHerder> connect =
        new ConnectStandalone().startConnect(Settings.worker(plan.config()));
    // A sink's group is named after its connector.
    try (Backlog backlog = new Backlog(plan, "connect-" + name)) {
      FutureCallback<Herder.Created<ConnectorInfo>> created = new FutureCallback<>();
      connect.herder().putConnectorConfig(name, Settings.connector(plan, name), false, created);
      created.get(plan.config().retryDeadlineMillis(), TimeUnit.MILLISECONDS);
      run.running();
      while (!stop.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        failIfFailed(connect.herder().connectorStatus(name));
        if (plan.config().drain()
            && backlog.isDone(progress.next())
            && progress.areRowsBelow(backlog.committed())) {
          break;
        }
      }
    } finally {
      connect.stop();
      connect.awaitStop();
    }
  }

  private static void failIfFailed(ConnectorStateInfo status) {
    if (FAILED.equals(status.connector().state())) {
      throw new IllegalStateException("the connector failed: " + status.connector().trace());
    }
    for (ConnectorStateInfo.TaskState task : status.tasks()) {
      if (FAILED.equals(task.state())) {
        throw new IllegalStateException("task %d failed: %s".formatted(task.id(), task.trace()));
      }
    }
  }

  private ConnectPeer() {}
}
