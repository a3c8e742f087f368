// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/**
 * This machine's Docker engine, as Testcontainers finds it, and the containers on it that labs
 * started: labels name the owner of each, so that those of dead labs can be recognised.
 */
public final class DockerEngine {

  /** The owner of the process in the label {@link #PROCESS}: a user on a host. */
  static final String OWNER = "dev.sluice.owner";

  /** The lab's process, as {@link ProcessMark} writes it. */
  static final String PROCESS = "dev.sluice.process";

  /** The run's unique name. */
  static final String RUN = "dev.sluice.run";

  /**
   * Why containers cannot be used here, or empty where they can. The first call may take a few
   * seconds; ten if the engine's address is unreachable.
   */
  public static Optional<String> problem() {
    String host;
    try {
      host = DockerClientFactory.instance().dockerHostIpAddress();
    } catch (IllegalStateException none) {
      return Optional.of("no Docker engine answers; start one, or use --services embedded");
    } catch (RuntimeException e) {
      return Optional.of(unusable(e));
    }
    String asked = System.getenv("DOCKER_HOST");
    String found = DockerClientFactory.instance().getTransportConfig().getDockerHost().toString();
    if (asked != null && !asked.isBlank() && !asked.equals(found)) {
      // Testcontainers then tries other places, but the user meant this one.
      return Optional.of("no Docker engine answers at DOCKER_HOST, " + asked);
    }
    if (!isLoopback(host)) {
      return Optional.of(
          "the Docker engine is reached at "
              + host
              + ", but ports are published only on 127.0.0.1, so it must be this machine's"
              + " (if it is, set TESTCONTAINERS_HOST_OVERRIDE=localhost)");
    }
    try {
      DockerClient unused = client();
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(unusable(e));
    }
  }

  private static String unusable(RuntimeException e) {
    return "a Docker engine answers, but Testcontainers cannot work with it: "
        + rootOf(e).getMessage()
        + (Files.exists(Path.of("/.dockerenv"))
            ? " (this is a container: TESTCONTAINERS_HOST_OVERRIDE=localhost may be missing)"
            : "");
  }

  static Throwable rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Whether an image is on this machine, so that nothing must be downloaded. */
  public static boolean hasImage(String image) {
    try {
      client().inspectImageCmd(asSubstituted(image).asCanonicalNameString()).exec();
      return true;
    } catch (NotFoundException none) {
      return false;
    }
  }

  /**
   * Downloads an image, in one attempt: Testcontainers itself keeps trying for minutes if no
   * registry is reachable.
   *
   * @throws ServerException if that fails
   */
  static void download(String image) {
    DockerImageName name = asSubstituted(image);
    try (PullImageResultCallback download = new PullImageResultCallback()) {
      client()
          .pullImageCmd(name.getUnversionedPart())
          .withTag(name.getVersionPart())
          .exec(download)
          .awaitCompletion();
    } catch (DockerException | DockerClientException | IOException e) {
      throw new ServerException(
          "the image "
              + name
              + " is not on this machine and cannot be downloaded: "
              + rootOf(e).getMessage(),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while downloading " + name, e);
    }
  }

  /** The image's name according to the user's own Testcontainers settings, such as at a mirror. */
  private static DockerImageName asSubstituted(String image) {
    return ImageNameSubstitutor.instance().apply(DockerImageName.parse(image));
  }

  /** The labels of a run's containers. */
  static Map<String, String> labels(String run) {
    ProcessMark mark = ProcessMark.of(ProcessHandle.current().pid());
    return Map.of(OWNER, owner(), PROCESS, mark.toString(), RUN, run);
  }

  /** The ids of a run's containers, whether they run or not. */
  static List<String> containers(String run) {
    return list(Map.of(RUN, run)).stream().map(Container::getId).toList();
  }

  /** Ends and removes a container with its volumes; does nothing if it is gone or being removed. */
  static void remove(String id) {
    try {
      client().removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException | ConflictException otherHand) {
      // Another process removes it.
    }
  }

  /** Removes the containers that dead labs of this user on this host left; returns their number. */
  static int sweep() {
    int removed = 0;
    for (Container container : list(Map.of(OWNER, owner()))) {
      String process = container.getLabels().getOrDefault(PROCESS, "");
      if (ProcessMark.parse(process).flatMap(ProcessMark::find).isEmpty()) {
        remove(container.getId());
        removed++;
      }
    }
    return removed;
  }

  private static List<Container> list(Map<String, String> labels) {
    try {
      return client().listContainersCmd().withShowAll(true).withLabelFilter(labels).exec();
    } catch (DockerException e) {
      throw new ServerException("the Docker engine cannot list its containers", e);
    }
  }

  /** A process id is meaningful only on its own host; in a container, the host is the container. */
  private static String owner() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (IOException unnamed) {
      host = "localhost";
    }
    return System.getProperty("user.name") + "@" + host;
  }

  private static DockerClient client() {
    return DockerClientFactory.instance().client();
  }

  private DockerEngine() {}
}
