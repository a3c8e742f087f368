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
 * Makes engines on a JVM start sooner: the kit starts each some eighty times, and each works for a
 * second or two. The first compiler alone is enough for that, and once an engine was started a few
 * times, an archive of its classes is made for all further starts (class-data sharing, JEP 350).
 * What an engine writes depends on neither. Safe for use by many threads.
 */
final class QuickStart {

  /** Where a JVM looks for options by itself; programs that are none do not see it. */
  static final String VARIABLE = "JDK_JAVA_OPTIONS";

  /**
   * The first compiler alone. A JVM that cannot use its archive says so, on stdout, which is for
   * status lines (R14): the one option sends what the JVM prints to stderr, the others its log.
   */
  private static final String QUICKLY =
      "-XX:TieredStopAtLevel=1 -XX:+DisplayVMOutputToStderr"
          + " -Xlog:disable -Xlog:all=warning:stderr";

  /** An archive takes as long as some three starts, which a run of single tests is not worth. */
  private static final int STARTS_WITHOUT_ARCHIVE = 4;

  private static final Duration UNTIL_MADE = Duration.ofMinutes(5);

  private final Map<Path, Integer> starts = new HashMap<>();
  private final Map<Path, Optional<Path>> archives = new HashMap<>();

  /** The variables that an engine is to be started with, beside those of this process. */
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

  /** By a drain that no test looks at; empty where none came of it, for whatever reason. */
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
      // An engine that does not end is a matter for the tests.
      return Optional.empty();
    }
    return Files.exists(file) ? Optional.of(file) : Optional.empty();
  }

  private static Map<String, String> options(String more) {
    String own = System.getenv().getOrDefault(VARIABLE, "");
    return Map.of(VARIABLE, String.join(" ", own, QUICKLY, more).strip());
  }
}
