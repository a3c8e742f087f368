// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The folder that the programs of the embedded Postgres are unpacked to, once for all runs; see
 * {@code docs/services.md}. The library locks the folder while it unpacks.
 *
 * @param cache the folder that is kept between runs
 */
public record PostgresPrograms(Path cache) {

  /** The folder according to this process's environment. */
  public static PostgresPrograms ofSystem() {
    return of(System.getenv(), System.getProperty("user.home"));
  }

  /**
   * The folder according to the XDG Base Directory Specification, which ignores paths that are not
   * absolute.
   *
   * @param userHome used where {@code HOME} is not an absolute path; the JVM takes it from the
   *     system's list of users
   */
  static PostgresPrograms of(Map<String, String> environment, String userHome) {
    Path home = absolute(environment, "HOME", Path.of(userHome));
    Path caches = absolute(environment, "XDG_CACHE_HOME", home.resolve(".cache"));
    return new PostgresPrograms(caches.resolve("sluice").resolve("postgres"));
  }

  private static Path absolute(Map<String, String> environment, String variable, Path otherwise) {
    String value = environment.getOrDefault(variable, "");
    return value.startsWith("/") ? Path.of(value) : otherwise;
  }

  /** Whether the programs are there already. */
  public boolean areUnpacked() {
    String[] content = cache.toFile().list((folder, name) -> name.startsWith("PG-"));
    return content != null && content.length > 0;
  }

  /** Whether they can be unpacked there; creates nothing. */
  public boolean isUsable() {
    Path existing = cache;
    while (Files.notExists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    return Files.isDirectory(existing) && Files.isWritable(existing);
  }

  /** The folder for a run; if nothing can be kept, one that is removed with the run. */
  Path folder(RunDirectory run) {
    try {
      if (isUsable()) {
        return Files.createDirectories(cache);
      }
    } catch (IOException allowedAndYetImpossible) {
      // Root gets this answer on some file systems; handled like a missing permission.
    }
    return run.path().resolve("postgres-programs");
  }
}
