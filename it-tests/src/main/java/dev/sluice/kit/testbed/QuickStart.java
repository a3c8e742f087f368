package dev.sluice.kit.testbed;

import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.EngineFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes engines on a JVM start faster: the kit starts each engine about eighty times, and each
 * process works for a second or two. For that, the C1 compiler is enough. After a few starts of an
 * engine, an archive of its classes is made for all further starts (class-data sharing, JEP 350).
 * Neither affects what an engine writes. Thread-safe.
 */
final class QuickStart {

  /** The variable from which a JVM reads options; other programs ignore it. */
  static final String VARIABLE = "JDK_JAVA_OPTIONS";

  /**
   * Only the C1 compiler. A JVM that cannot use its archive prints a message on stdout, which is
   * reserved for status lines (R14). One option sends such output to stderr, the others the JVM's
   * log.
   */
  private static final String QUICKLY =
      "-XX:TieredStopAtLevel=1 -XX:+DisplayVMOutputToStderr"
          + " -Xlog:disable -Xlog:all=warning:stderr";

  /** Making an archive takes as long as about three starts, too long for a run of single tests. */
  private static final int STARTS_WITHOUT_ARCHIVE = 4;

  private static final Duration UNTIL_MADE = Duration.ofMinutes(5);

  private final Map<Path, Integer> starts = new HashMap<>();
  private final Map<Path, Optional<Path>> archives = new HashMap<>();

  /** The environment variables for the start of an engine, in addition to those of this process. */
  synchronized Map<String, String> environment(Launch launch) {
    EngineDescriptor engine = launch.setup().entry().engine();
    if (!engine.isJava()) {
      return Map.of();
    }
    int count = starts.merge(engine.folder(), 1, Integer::sum);
    Optional<Path> archive =
        count <= STARTS_WITHOUT_ARCHIVE
            ? Optional.empty()
            : archives.computeIfAbsent(engine.folder(), folder -> make(launch));
    return archive.map(file -> options("-XX:SharedArchiveFile=" + file)).orElse(options(""));
  }

  /** Makes an archive in a drain that no test checks; empty if this fails for any reason. */
  private static Optional<Path> make(Launch launch) {
    TestBed testBed = launch.testBed();
    var entry = launch.setup().entry();
    Path file = testBed.directory().freshFile(entry.mode().name(), ".jsa");
    Launch drain =
        testBed.launch(entry, new Scenarios(testBed, testBed.rulesFor(entry.mode())).traffic(1));
    try (EngineChild child =
        drain.start(options("-XX:ArchiveClassesAtExit=" + file), status -> {})) {
      child.awaitEnd(UNTIL_MADE);
    } catch (EngineFailure withoutArchive) {
      // The tests will report an engine that does not end.
      return Optional.empty();
    }
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }

  private static Map<String, String> options(String more) {
    String own = System.getenv().getOrDefault(VARIABLE, "");
    return Map.of(VARIABLE, String.join(" ", own, QUICKLY, more).strip());
  }
}
