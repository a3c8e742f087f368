// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import dev.sluice.lab.engine.ClassArchive;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.EngineFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes engines on a JVM start sooner: the kit starts each some eighty times, and each works for a
 * second or two. The first compiler is enough for that, and once an engine was started a few times,
 * the archive of its classes is made if there is none. What an engine writes depends on neither.
 * Safe for use by many threads.
 */
final class QuickStart {

  private static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

  /** Making an archive takes about as long as three starts, too long for a run of single tests. */
  private static final int STARTS_WITHOUT_ARCHIVE = 4;

  private static final Duration UNTIL_MADE = Duration.ofMinutes(5);

  private final Map<Path, Integer> starts = new HashMap<>();

  /** By the engine's folder: engines in one folder, such as the saboteurs, share their jars. */
  private final Map<Path, ClassArchive> archives = new HashMap<>();

  /** The variables that an engine is to be started with, beside those of this process. */
  synchronized Map<String, String> environment(Launch launch) {
    EngineDescriptor engine = launch.setup().entry().engine();
    if (!engine.isJava()) {
      return Map.of();
    }
    int count = starts.merge(engine.folder(), 1, Integer::sum);
    ClassArchive archive =
        archives.computeIfAbsent(engine.folder(), folder -> ClassArchive.of(engine));
    if (count == STARTS_WITHOUT_ARCHIVE + 1 && !archive.exists()) {
      make(archive, launch);
    }
    return archive.use(quickly());
  }

  /** Makes it by a drain that no test looks at; without an archive, starts are only slower. */
  private static void make(ClassArchive archive, Launch launch) {
    TestBed testBed = launch.testBed();
    var entry = launch.setup().entry();
    Path made = testBed.directory().freshFile(entry.mode().name(), ".jsa");
    Launch drain =
        testBed.launch(entry, new Scenarios(testBed, testBed.rulesFor(entry.mode())).traffic(1));
    try (EngineChild child = drain.start(archive.useOrMake(made, quickly()), status -> {})) {
      child.awaitEnd(UNTIL_MADE);
      archive.keep(made);
    } catch (EngineFailure | IOException withoutArchive) {
      // An engine that does not end is a matter for the tests.
    }
  }

  private static Map<String, String> quickly() {
    String own = System.getenv().getOrDefault(ClassArchive.VARIABLE, "");
    return Map.of(ClassArchive.VARIABLE, (own + " " + FIRST_COMPILER_ONLY).strip());
  }
}
