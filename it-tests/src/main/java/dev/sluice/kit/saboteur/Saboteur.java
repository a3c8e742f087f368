// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.saboteur;

import dev.sluice.kit.reference.ReferenceMain;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.EngineMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Wrong engines that test the kit. Each is the reference engine with one planted fault, and a test
 * of the rule that it breaks must catch it. The list has only faults that the kit catches.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are immutable, and its faults have no state
public enum Saboteur {
  READS_UNCOMMITTED(
      1,
      "reads records of open and aborted transactions",
      Sabotage.inLoop(PlaceFaults::readsUncommitted),
      "r1_recordsOfAbortedTransactionsAreNotRead"),
  TAKES_A_PREFIX_FOR_THE_NAME(
      1,
      "compares names only as far as those of a mapping reach, so that hosts is taken for host",
      Sabotage.inLoop(MappingFaults::takesAPrefixForTheName),
      "r1_mappedFieldsAreFoundAsTheVectorsSay"),
  NORMALISES_IDENTITIES(
      2,
      "normalises identities to Unicode's form NFC, so that different identities become equal",
      Sabotage.inLoop(DecisionFaults::normalisesIdentities),
      "r2_identitiesAreComparedByteByByte"),
  CALLS_IT_LATE_BEFORE_IT_FILTERS(
      3,
      "decides lateness before it applies the rules",
      Sabotage.inLoop(DecisionFaults::callsItLateBeforeItFilters),
      "r3_recordsHaveTheOneOutcomeThatTheVectorsSay"),
  HAS_TABLES_OF_ANOTHER_UNICODE(
      3,
      "matches regular expressions by another version of Unicode than the contract's",
      Sabotage.inLoop(DecisionFaults::hasTablesOfAnotherUnicode),
      "r3_regularExpressionsAreFoundAsTheVectorsSay"),
  MEASURES_LATENESS_BY_ITS_OWN_CLOCK(
      4,
      "uses the engine's clock instead of the record's timestamp",
      Sabotage.inLoop(DecisionFaults::measuresLatenessByItsOwnClock),
      "r4_neitherAClockNorOtherRecordsHaveAPartInIt"),
  COUNTS_MICROSECONDS_WITHOUT_A_CAP(
      4,
      "converts timestamps to microseconds without the cap, so that large ones overflow",
      Sabotage.inLoop(DecisionFaults::countsMicrosecondsWithoutACap),
      "r4_eventsAreLateAsTheVectorsSay"),
  BELIEVES_THE_FUTURE(
      5,
      "accepts an event although it is too far ahead of its record's timestamp",
      Sabotage.inLoop(DecisionFaults::believesTheFuture),
      "r5_skewIsAllowedToTheMicrosecond"),
  ROUNDS_MICROSECONDS(
      6,
      "rounds fractions of a second to microseconds instead of cutting them",
      Sabotage.inLoop(DecisionFaults::roundsMicroseconds),
      "r6_timesTextsAndNumbersAreBoundedAsTheVectorsSay"),
  TAKES_TIMES_AS_LOCAL(
      6,
      "reads event times as times in a local time zone",
      Sabotage.inLoop(DecisionFaults::takesTimesAsLocal),
      "r6_timesTextsAndNumbersAreBoundedAsTheVectorsSay"),
  READS_SECONDS_AS_MILLISECONDS(
      6,
      "reads mapped times in seconds as if they were in milliseconds",
      Sabotage.inLoop(MappingFaults::readsSecondsAsMilliseconds),
      "r6_mappedTimesTextsAndNumbersAreBoundedAsTheVectorsSay"),
  READS_SECONDS_AS_FLOATING_POINT(
      6,
      "reads mapped times in seconds through floating point",
      Sabotage.inLoop(MappingFaults::readsSecondsAsFloatingPoint),
      "r6_mappedTimesTextsAndNumbersAreBoundedAsTheVectorsSay"),
  GIVES_COPIES_ANOTHER_IDENTITY(
      7,
      "writes duplicates under another identity",
      Sabotage.inLoop(DecisionFaults::givesCopiesAnotherIdentity),
      "r7_duplicatesAreAcceptedEventsMinusRows"),
  LAST_COPY_WINS(
      7,
      "keeps the copy at the highest position instead of the lowest",
      Sabotage.inLoop(WritingFaults::lastCopyWins),
      "r7_ofCopiesInOnePartitionTheFirstStands"),
  KEEPS_EVERY_DEAD_LETTER(
      8,
      "keeps dead letters beyond the limit",
      Sabotage.inLoop(WritingFaults::keepsEveryDeadLetter),
      "r8_theFirstThreeOfEachPartitionAndReasonAreKept"),
  COUNTS_FILTERED_AS_ACCEPTED(
      9,
      "counts filtered records as accepted, although it writes no row for them",
      Sabotage.inLoop(DecisionFaults::countsFilteredAsAccepted),
      "r9_countsAreThoseWorkedOutByHandAlsoWhereNothingIsToBeDone"),
  WRITES_ROWS_BEFORE_THEY_ARE_COUNTED(
      9,
      "writes rows in a separate transaction, before that of the ledger",
      Sabotage.inLoop(WritingFaults::writesRowsBeforeTheyAreCounted),
      "r9_atEveryMomentTheLedgerCountsTheRowsThatStand"),
  IS_OFF_BY_ONE_AFTER_A_RESTART(
      9,
      "moves the ledger forward by one record at each restart",
      Sabotage.inLoop(WritingFaults::isOffByOneAfterARestart),
      "r9_drainedAgainNothingChanges"),
  JUMPS_OVER_GAPS(
      9,
      "skips the gap where records were deleted before it read them",
      Sabotage.atStart(StartFaults::jumpsOverGaps),
      "r9_recordsThatAreGoneBeforeTheyWereReadAreAGapAndNeverJumped"),
  FORGETS_WHOSE_PIPELINE_IT_WAS(
      10,
      "continues with the tables of another pipeline",
      Sabotage.atStart(StartFaults::forgetsWhosePipelineItWas),
      "r10_anotherLimitOfDeadLettersIsAnotherPipeline"),
  DROPS_EVERY_1000TH(
      11,
      "drops every 1000th record",
      Sabotage.inLoop(WritingFaults::dropsEvery1000th),
      "r11_defaultTrafficLeavesTheOraclesTables"),
  ACKNOWLEDGES_BEFORE_THE_COMMIT(
      11,
      "stores its offsets before the records are written, and continues there after a crash",
      Sabotage.inLoop(PlaceFaults::acknowledgesBeforeTheCommit),
      "r11_killedInTheMiddleOfADrainItGoesOnAndNothingIsLost",
      "r11_killedAndFrozenItGoesOnAndNothingIsLost"),
  LOSES_WHAT_FILLS_A_BATCH(
      12,
      "drops the record that fills a batch",
      Sabotage.inLoop(WritingFaults::losesWhatFillsABatch),
      "r12_sizeAndAgeOfTransactionsAndThreadsDoNotShow"),
  FAILS_ON_MALFORMED_RECORDS(
      13,
      "fails at the first malformed record",
      Sabotage.inLoop(DecisionFaults::failsOnMalformedRecords),
      "r13_malformedRecordsAloneNeverStopIt"),
  ACCEPTS_UNKNOWN_KEYS(
      13,
      "ignores unknown configuration keys",
      Sabotage.atStart(StartFaults::acceptsUnknownKeys),
      "r13_aWrongKeyOrValueIsRefusedByName"),
  SWALLOWS_DATABASE_ERRORS(
      13,
      "logs errors of the database, and continues",
      Sabotage.inLoop(WritingFaults::swallowsDatabaseErrors),
      "r13_whatTheDatabaseRefusesForGoodIsAFailureThatLosesNothing"),
  NOTICES_A_FAILURE_AT_THE_NEXT_RECORD(
      13,
      "notices that a write has failed only when a further record arrives",
      Sabotage.inLoop(WritingFaults::noticesAFailureAtTheNextRecord),
      "r13_aWriteThatFailsEndsTheRunAlsoWhereNoFurtherRecordArrives"),
  EXITS_WITH_ZERO(
      14,
      "exits with code 0 after a failure",
      Sabotage.atStart(StartFaults::exitsWithZero),
      "r14_aFileThatIsNotThereIsBadConfiguration"),
  FOLDS_CASE_BY_ITS_LOCALE(
      14,
      "converts text to lower case by the locale of its process",
      Sabotage.inLoop(DecisionFaults::foldsCaseByItsLocale),
      "r14_neitherLocaleNorTimeZoneOfItsProcessShows"),
  WRITES_DIGITS_OF_ITS_LOCALE(
      14,
      "writes numbers with the digits of the locale of its process",
      Sabotage.inLoop(DecisionFaults::writesDigitsOfItsLocale),
      "r14_neitherLocaleNorTimeZoneOfItsProcessShows"),
  PRINTS_TO_STDOUT(
      14,
      "prints lines to stdout that are not status lines",
      Sabotage.inLoop(WritingFaults::printsToStdout),
      "r14_askedToTerminateUnderLoadItStopsInGoodOrderAndGoesOnLater"),
  NEVER_STOPS(
      14,
      "ignores requests to stop",
      Sabotage.inLoop(PlaceFaults::neverStops),
      "r14_askedToTerminateUnderLoadItStopsInGoodOrderAndGoesOnLater"),
  FORGETS_ITS_BUFFER_ON_STOP(
      14,
      "at a stop, stores its offsets but drops the buffered records; later continues after them",
      Sabotage.inLoop(PlaceFaults::forgetsItsBufferOnStop),
      "r14_askedToTerminateUnderLoadItStopsInGoodOrderAndGoesOnLater"),
  OUTLIVES_ITS_SUPERVISOR(
      14,
      "does not stop at the end of stdin, although it is supervised",
      Sabotage.atStart(StartFaults::isNotSupervised),
      "r14_theEndOfStdinStopsASupervisedEngine"),
  BEGINS_AT_THE_END(
      15,
      "starts at the end of the topic, although no such start is configured",
      Sabotage.atStart(StartFaults::beginsAtTheEnd),
      "r15_earliestBeginsAtTheFirstRecordThatTheLogStillHas"),
  IGNORES_THE_START_OPTION(
      15,
      "continues an existing ledger, although another start is configured",
      Sabotage.atStart(StartFaults::ignoresTheStartOption),
      "r15_onALedgerThatExistsNothingButResumeIsTaken"),
  WAITS_FOR_THE_LAST_OFFSET(
      16,
      "waits in a drain for a record at the last offset, where there may be only a marker",
      Sabotage.inLoop(PlaceFaults::waitsForTheLastOffset),
      "r16_aTopicThatEndsInMarkersDrainsToTheCommittedRecords"),
  READS_BEYOND_THE_END(
      16,
      "drains to the current end of the topic instead of its end at the start",
      Sabotage.inLoop(PlaceFaults::readsBeyondTheEnd),
      "r16_aDrainEndsWhereItsTopicEndedWhenItBegan"),
  FORGETS_THE_LAST_BATCH(
      16,
      "drops the last batch of a drain, which is not full",
      Sabotage.inLoop(WritingFaults::forgetsTheLastBatch),
      "r16_aTopicThatEndsInMarkersDrainsToTheCommittedRecords"),
  DECLINES_WHAT_IT_DOES(
      17,
      "declares that it keeps no ledger, but keeps one",
      Sabotage.none(),
      Map.of(Capability.LEDGER, "a false claim of the saboteur"),
      "r17_withoutALedgerItsRowsNeverMoveAndCountNothing"),
  IGNORES_THE_MAPPING_THAT_IT_DECLINES(
      17,
      "declines mappings, but ignores a configured one instead of refusing it",
      Sabotage.atStart(StartFaults::ignoresTheMapping),
      Map.of(Capability.MAPPING, "a limitation of the saboteur"),
      "r17_aMappingIsRefused");

  private final int rule;
  private final String fault;
  private final Sabotage planted;
  private final Map<Capability, String> declines;
  private final List<String> caughtBy;

  Saboteur(int rule, String fault, Sabotage planted, String... caughtBy) {
    this(rule, fault, planted, Map.of(), caughtBy);
  }

  Saboteur(
      int rule,
      String fault,
      Sabotage planted,
      Map<Capability, String> declines,
      String... caughtBy) {
    this.rule = rule;
    this.fault = fault;
    this.planted = planted;
    this.declines = declines;
    this.caughtBy = List.of(caughtBy);
  }

  /** The rule of the contract that it breaks. */
  public int rule() {
    return rule;
  }

  /** What it does wrong: a verb phrase whose subject is the saboteur. */
  public String wrong() {
    return fault;
  }

  /** The names of the tests that must all fail. */
  public List<String> caughtBy() {
    return caughtBy;
  }

  /** The name in tables and commands. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the saboteur as an engine.
   *
   * @param reference the reference engine, in which the fault is planted
   */
  public EngineCatalog.Entry entry(EngineCatalog.Entry reference) {
    EngineDescriptor engine = reference.engine();
    List<String> command = new ArrayList<>(engine.command());
    int main = command.indexOf(ReferenceMain.class.getName());
    if (main < 0) {
      throw new IllegalStateException(
          command
              + ": does not start the reference engine; expected "
              + ReferenceMain.class.getName());
    }
    command.set(main, SaboteurMain.class.getName());
    command.add(main, "-D" + SaboteurMain.WHICH + "=" + code());
    EngineMode mode = new EngineMode(code(), reference.mode().execution(), declines);
    return new EngineCatalog.Entry(
        new EngineDescriptor(
            engine.folder(),
            engine.name(),
            engine.version(),
            command,
            engine.java(),
            engine.sources(),
            List.of(mode)),
        mode);
  }

  Sabotage fault() {
    return planted;
  }

  static Saboteur of(String code) {
    return Arrays.stream(values())
        .filter(saboteur -> saboteur.code().equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(code + ": no such saboteur"));
  }
}
