// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalAccessTest {

  /** With the mark as part of its name, the first property was unknown to Kafka: no encryption. */
  @Test
  void aByteOrderMarkAtTheHeadOfThePropertiesIsSkipped(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("client.properties"), "\ufeffsecurity.protocol=SSL\nclient.id=\u00fc\n");
    assertEquals(
        Map.of("security.protocol", "SSL", "client.id", "\u00fc"),
        ExternalAccess.of("b:9092", file, "jdbc:postgresql://db.example/x", name -> name)
            .kafkaProperties());
  }
}
