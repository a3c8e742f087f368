// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import com.sun.management.OperatingSystemMXBean;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.ClassArchive;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.JavaReleases;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.server.EmbeddedDatabase;
import dev.sluice.lab.server.Leftovers;
import dev.sluice.lab.server.Loopback;
import dev.sluice.lab.server.PostgresPrograms;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The checks of {@code sluice doctor}. */
final class Checkup {

  private static final long MEGABYTE = 1L << 20;
  private static final long GIGABYTE = 1L << 30;
  private static final long NEEDED_MEMORY = 2 * GIGABYTE;
  private static final long WANTED_MEMORY = 4 * GIGABYTE;
  private static final long NEEDED_DISK = 2 * GIGABYTE;
  private static final int WANTED_CORES = 2;
  private static final int OLDEST_JAVA = 17;
  private static final Set<String> ENGINES = Set.of("flink", "spark", "kstreams");

  /**
   * Runs every check; starts no server and changes nothing.
   *
   * @param home the project's root folder
   * @param base the folder of this user's runs
   */
  static List<CheckResult> of(Path home, Path base) {
    List<CheckResult> findings = new ArrayList<>();
    findings.add(java());
    findings.add(cores());
    findings.add(memory());
    findings.add(disk(base));
    findings.add(platform());
    if (Shell.isRoot()) {
      findings.add(root());
    }
    findings.add(shell());
    findings.add(ports());
    findings.addAll(engines(home));
    findings.add(classArchives());
    findings.add(locale());
    findings.add(git());
    findings.add(leftovers(base));
    return findings;
  }

  private static CheckResult java() {
    int version = Runtime.version().feature();
    String text = System.getProperty("java.version") + ", " + System.getProperty("java.vendor");
    if (version < OLDEST_JAVA) {
      return CheckResult.lacks("java", text + "; " + OLDEST_JAVA + " or newer is needed");
    }
    return CheckResult.ok("java", text);
  }

  private static CheckResult cores() {
    int cores = Runtime.getRuntime().availableProcessors();
    return cores >= WANTED_CORES
        ? CheckResult.ok("cores", Integer.toString(cores))
        : CheckResult.note(
            "cores", cores + "; it works, but slowly: " + WANTED_CORES + " are better");
  }

  private static CheckResult memory() {
    long total =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    String text = gigabytes(total);
    if (total < NEEDED_MEMORY) {
      return CheckResult.lacks("memory", text + "; " + gigabytes(NEEDED_MEMORY) + " are needed");
    }
    return total < WANTED_MEMORY
        ? CheckResult.note("memory", text + "; " + gigabytes(WANTED_MEMORY) + " are better")
        : CheckResult.ok("memory", text);
  }

  private static CheckResult disk(Path base) {
    Path folder = base.toAbsolutePath();
    while (!Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    try {
      FileStore store = Files.getFileStore(folder);
      String text = gigabytes(store.getUsableSpace()) + " free for the runs in " + base;
      return store.getUsableSpace() < NEEDED_DISK
          ? CheckResult.lacks(
              "disk", text + "; " + gigabytes(NEEDED_DISK) + " are needed (set TMPDIR)")
          : CheckResult.ok("disk", text);
    } catch (IOException e) {
      return CheckResult.lacks("disk", folder + " cannot be checked: " + e.getMessage());
    }
  }

  private static CheckResult platform() {
    String platform = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    if (!EmbeddedDatabase.hasBinaries()) {
      return CheckResult.lacks(
          "platform",
          platform + "; no Postgres is included for it, only for Linux and macOS, 64 bit");
    }
    PostgresPrograms programs = PostgresPrograms.ofSystem();
    String its = platform + "; its Postgres is ";
    if (!programs.isUsable()) {
      return CheckResult.note(
          "platform",
          its
              + "unpacked at each start, since nothing can be written to "
              + programs.cache()
              + "; set HOME or XDG_CACHE_HOME");
    }
    return programs.areUnpacked()
        ? CheckResult.ok("platform", its + "in " + programs.cache())
        : CheckResult.ok(
            "platform", its + "unpacked to " + programs.cache() + " at the first start");
  }

  /** Postgres refuses to run as root, so root runs it in a separate user namespace. */
  private static CheckResult root() {
    if (!"Linux".equals(System.getProperty("os.name"))) {
      return CheckResult.lacks("root", "Postgres does not run as root here; run as another user");
    }
    return Shell.succeeds("unshare", "-U", "true")
        ? CheckResult.ok("root", "Postgres is run in a user namespace (unshare -U works)")
        : CheckResult.lacks(
            "root", "'unshare -U' does not work here, and Postgres needs it; run as another user");
  }

  private static CheckResult shell() {
    if (!Shell.succeeds("/bin/sh", "-c", "exit 0")) {
      return CheckResult.lacks(
          "shell", "/bin/sh does not start; every child process is started through it");
    }
    return Shell.succeeds("/bin/sh", "-c", "command -v setsid")
        ? CheckResult.ok("shell", "/bin/sh, with setsid")
        : CheckResult.ok(
            "shell",
            "/bin/sh, without setsid: after kill -9 of all processes, the next start cleans up");
  }

  private static CheckResult ports() {
    try {
      Loopback.tryOut();
      return CheckResult.ok("ports", "free ports on 127.0.0.1 accept connections");
    } catch (IOException e) {
      return CheckResult.lacks("ports", "127.0.0.1 cannot be used: " + e.getMessage());
    }
  }

  /** Each built engine, with what is known about it on this Java; then those that are not built. */
  private static List<CheckResult> engines(Path home) {
    try {
      List<CheckResult> findings = new ArrayList<>();
      Set<String> missing = new TreeSet<>(ENGINES);
      for (EngineDescriptor engine : EngineCatalog.under(home).engines()) {
        missing.remove(engine.name());
        findings.add(engine(engine, Runtime.version().feature()));
      }
      if (!missing.isEmpty()) {
        findings.add(
            CheckResult.lacks(
                "engines", "not built: " + String.join(", ", missing) + " in " + home));
      }
      return findings;
    } catch (ConfigException e) {
      return List.of(CheckResult.lacks("engines", e.getMessage()));
    }
  }

  /** A note, not a lack, if the engine cannot run on this Java: a comparison leaves it out. */
  static CheckResult engine(EngineDescriptor engine, int release) {
    JavaReleases java = engine.java();
    Optional<String> whyNot = engine.isJava() ? java.whyNot(release) : Optional.empty();
    if (whyNot.isPresent()) {
      return CheckResult.note(engine.name(), engine.version() + "; left out: " + whyNot.get());
    }
    if (java.tried().isEmpty()) {
      return CheckResult.ok(engine.name(), engine.version());
    }
    String tried = engine.version() + "; the suite passed on Java " + java.triedText();
    return java.isTriedOn(release)
        ? CheckResult.ok(engine.name(), tried)
        : CheckResult.note(engine.name(), tried + ", and was not run on " + release);
  }

  private static CheckResult classArchives() {
    Path folder = ClassArchive.folder();
    if (!Files.isDirectory(folder)) {
      return CheckResult.ok(
          "archives", "none; the first comparison keeps the engines' classes in " + folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> archives = files.filter(Files::isRegularFile).toList();
      double bytes = 0;
      for (Path archive : archives) {
        bytes += Files.size(archive);
      }
      return CheckResult.ok(
          "archives",
          String.format(
              Locale.ROOT,
              "%d of engines' classes, %.0f MB, in %s; they may be deleted",
              archives.size(),
              bytes / MEGABYTE,
              folder));
    } catch (IOException e) {
      return CheckResult.note("archives", folder + " cannot be read: " + e.getMessage());
    }
  }

  private static CheckResult locale() {
    // Not Java's default charset: from Java 18 on, that is UTF-8 in every locale.
    String names = System.getProperty("sun.jnu.encoding", "UTF-8");
    String text =
        "%s; names and arguments in %s, printed in %s"
            .formatted(Locale.getDefault(), names, Style.charset("stdout"));
    return "UTF-8".equals(names)
        ? CheckResult.ok("locale", text)
        : CheckResult.note(
            "locale",
            text
                + "; files are still read as UTF-8, but names and arguments must fit "
                + names
                + ": set LC_ALL=C.UTF-8");
  }

  private static CheckResult git() {
    return Shell.succeeds("git", "--version")
        ? CheckResult.ok("git", "found")
        : CheckResult.note("git", "not found; it is only needed to get the sources");
  }

  private static CheckResult leftovers(Path base) {
    Leftovers left = Leftovers.find(base);
    if (!left.problems().isEmpty()) {
      return CheckResult.note("leftovers", left.problems().get(0));
    }
    return left.folders().isEmpty()
        ? CheckResult.ok("leftovers", "none of earlier runs in " + base)
        : CheckResult.note(
            "leftovers",
            left.folders().size() + " of killed runs in " + base + "; the next start removes them");
  }

  private static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", (double) bytes / GIGABYTE);
  }

  private Checkup() {}
}
