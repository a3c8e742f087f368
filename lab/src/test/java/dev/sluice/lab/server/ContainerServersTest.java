// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerPort;
import java.io.PrintWriter;
import java.io.Writer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;

class ContainerServersTest {

  @BeforeEach
  void needsDockerAndTheImages() {
    Optional<String> problem = DockerEngine.problem();
    assumeTrue(problem.isEmpty(), () -> "no containers here: " + problem.orElseThrow());
    for (String image : List.of(ContainerServers.postgresImage(), ContainerServers.kafkaImage())) {
      assumeTrue(
          DockerEngine.hasImage(image), () -> "not downloaded for a test: the image " + image);
    }
  }

  private static LabRun open() throws Exception {
    return LabRun.open(new PrintWriter(Writer.nullWriter()));
  }

  private static List<Container> ofThisProcess() {
    String mark = ProcessMark.of(ProcessHandle.current().pid()).toString();
    return docker()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(DockerEngine.PROCESS, mark))
        .exec();
  }

  private static DockerClient docker() {
    return DockerClientFactory.instance().client();
  }

  @Test
  void serversInContainersAreSetAsTheEmbeddedOnesAndGoWithTheRun() throws Exception {
    try (LabRun run = open()) {
      ContainerServers servers = ContainerServers.start(run);
      servers.requireAlive();

      List<Container> containers = ofThisProcess();
      assertEquals(2, containers.size());
      for (Container container : containers) {
        for (ContainerPort port : container.getPorts()) {
          assertTrue(port.getIp() == null || "127.0.0.1".equals(port.getIp()), port::toString);
        }
      }

      Map<String, String> postgres = new HashMap<>();
      try (Connection connection = servers.connect();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT name, setting FROM pg_settings")) {
        while (row.next()) {
          postgres.put(row.getString(1), row.getString(2));
        }
      }
      assertEquals("on", postgres.get("fsync"));
      assertEquals("on", postgres.get("synchronous_commit"));
      assertEquals("on", postgres.get("full_page_writes"));
      assertEquals("on", postgres.get("track_commit_timestamp"));
      assertEquals("10", postgres.get("max_prepared_transactions"));
      assertEquals("100", postgres.get("max_connections"));

      ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, "1");
      try (Admin admin =
          Admin.create(Map.<String, Object>of("bootstrap.servers", servers.bootstrapServers()))) {
        Config kafka = admin.describeConfigs(List.of(broker)).all().get().get(broker);
        ServerSettings.KAFKA.forEach(
            (name, value) -> assertEquals(value, kafka.get(name).value(), name));
      }

      String psql = servers.psqlLine();
      assertTrue(psql.startsWith("PGPASSWORD=sluice psql -h "), psql);

      docker().killContainerCmd(containers.get(0).getId()).exec();
      assertThrows(ServerException.class, servers::requireAlive);
    }
    assertEquals(List.of(), ofThisProcess());
  }

  @Test
  void containersOfADeadLabAreSweptAndThoseOfALivingOneAreNot() {
    List<String> created = new ArrayList<>();
    try {
      Map<String, String> alive = DockerEngine.labels("alive");
      Map<String, String> dead = new HashMap<>(DockerEngine.labels("dead"));
      dead.put(DockerEngine.PROCESS, new ProcessMark(1, "another-boot:1").toString());
      for (Map<String, String> labels : List.of(alive, dead)) {
        created.add(
            docker()
                .createContainerCmd(ContainerServers.postgresImage())
                .withLabels(labels)
                .exec()
                .getId());
      }

      int swept = DockerEngine.sweep();

      assertTrue(swept >= 1, () -> "swept " + swept);
      assertFalse(DockerEngine.containers("alive").isEmpty());
      assertTrue(DockerEngine.containers("dead").isEmpty());
    } finally {
      created.forEach(DockerEngine::remove);
    }
  }
}
