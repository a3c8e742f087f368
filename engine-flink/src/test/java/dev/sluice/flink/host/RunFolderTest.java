// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir Path folder;

  @Test
  void theAddressIsThereForItsOwnerAsLongAsTheProcess() throws Exception {
    Path address = folder.resolve("rest-address");
    Files.writeString(address, "of a killed process");
    try (RunFolder run = RunFolder.in(folder)) {
      assertFalse(Files.exists(address));
      run.announce(URI.create("http://127.0.0.1:4711"));

      assertEquals("http://127.0.0.1:4711\n", Files.readString(address));
      assertEquals(
          PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(address));
      assertTrue(Files.isDirectory(run.scratch()));
    }

    assertEquals(Set.of(), names(folder));
  }

  @Test
  void theNewestCheckpointOfAllProcessesStays() throws Exception {
    checkpoint("old", 1, 1_000);
    checkpoint("killed-while-it-saved", 3, 3_000);
    checkpoint("killed-while-it-saved", 4, 4_000);
    Files.delete(folder.resolve("checkpoints/killed-while-it-saved/chk-4/_metadata"));
    checkpoint("older", 9, 500);
    Files.createDirectories(folder.resolve("checkpoints/never-saved/shared"));

    RunFolder.in(folder).forgetOldCheckpoints(Optional.empty());

    assertEquals(Set.of("killed-while-it-saved"), names(folder.resolve("checkpoints")));
  }

  @Test
  void whatTheRunStartsFromStays() throws Exception {
    checkpoint("old", 1, 1_000);
    checkpoint("older", 1, 500);
    checkpoint("newest", 1, 2_000);

    RunFolder.in(folder)
        .forgetOldCheckpoints(Optional.of("file:" + folder + "/checkpoints/old/chk-1"));

    assertEquals(Set.of("newest", "old"), names(folder.resolve("checkpoints")));
  }

  private void checkpoint(String job, int number, long millis) throws IOException {
    Path checkpoint = folder.resolve("checkpoints").resolve(job).resolve("chk-" + number);
    Files.createDirectories(checkpoint);
    Path metadata = Files.writeString(checkpoint.resolve("_metadata"), "x");
    Files.setLastModifiedTime(metadata, FileTime.fromMillis(millis));
  }

  private static Set<String> names(Path of) throws IOException {
    try (Stream<Path> found = Files.list(of)) {
      return new TreeSet<>(found.map(path -> path.getFileName().toString()).toList());
    }
  }
}
