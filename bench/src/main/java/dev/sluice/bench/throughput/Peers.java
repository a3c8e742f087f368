// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.run.SinkKind;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the project's peers, which are not part of the default build. */
public final class Peers {

  /** The name for all of them. */
  public static final String ALL = "all";

  private static final String BUILD = "./mvnw -f peers/pom.xml package -Dmaven.test.skip=true";

  /**
   * The folders of the named peers.
   *
   * @param home the project's root folder
   * @param named folders, or {@link #ALL}
   * @param sink where the rows go: all are those with a mode that writes there
   * @throws ConfigException if all are named and one is not built; the message contains the build
   *     command
   */
  public static List<String> folders(Path home, List<String> named, SinkKind sink) {
    List<String> folders = new ArrayList<>();
    for (String name : named) {
      for (String folder : name.equals(ALL) ? all(home, sink) : List.of(name)) {
        if (!folders.contains(folder)) {
          folders.add(folder);
        }
      }
    }
    return folders;
  }

  private static List<String> all(Path home, SinkKind sink) {
    List<String> built = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    Path peers = home.resolve("peers");
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(peers)) {
      for (Path module : modules) {
        Path source = module.resolve("src").resolve("main").resolve("engine");
        if (Files.exists(source.resolve(EngineDescriptor.FILE)) && writes(source, sink)) {
          Path engine = module.resolve("target").resolve("engine");
          boolean isBuilt = Files.exists(engine.resolve(EngineDescriptor.FILE));
          (isBuilt ? built : missing).add(home.relativize(engine).toString());
        }
      }
    } catch (IOException e) {
      throw new ConfigException("--peers", peers + ": cannot be listed: " + e);
    }
    if (!missing.isEmpty() || built.isEmpty()) {
      Collections.sort(missing);
      throw new ConfigException(
          "--peers",
          (missing.isEmpty() ? "no peer is built" : "not built: " + String.join(", ", missing))
              + "; build the peers with "
              + BUILD);
    }
    Collections.sort(built);
    return built;
  }

  private static boolean writes(Path descriptor, SinkKind sink) {
    return EngineDescriptor.read(descriptor).modes().stream().anyMatch(sink::isFor);
  }

  private Peers() {}
}
