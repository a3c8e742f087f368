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
 * Wrong engines: each is the reference engine with one fault, and the kit must catch it by a test
 * of the rule that it breaks. None is in this list that the kit does not catch yet; those that it
 * takes a broken server to reveal come with the faults.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are immutable, and its faults without state
public enum Saboteur {
  READS_UNCOMMITTED(
      1,
      "reads records of transactions that are open or were aborted",
      Sabotage.inLoop(PlaceFaults::readsUncommitted),
      "r1_recordsOfAbortedTransactionsAreNotRead"),
  NORMALISES_IDENTITIES(
      2,
      "brings identities into Unicode's form NFC, so that different ones become one",
      Sabotage.inLoop(DecisionFaults::normalisesIdentities),
      "r2_identitiesAreComparedByteByByte"),
  CALLS_IT_LATE_BEFORE_IT_FILTERS(
      3,
      "decides lateness before the rules are asked",
      Sabotage.inLoop(DecisionFaults::callsItLateBeforeItFilters),
      "r3_recordsHaveTheOneOutcomeThatTheVectorsSay"),
  HAS_TABLES_OF_ANOTHER_UNICODE(
      3,
      "finds regular expressions by tables of another Unicode than the contract's",
      Sabotage.inLoop(DecisionFaults::hasTablesOfAnotherUnicode),
      "r3_regularExpressionsAreFoundAsTheVectorsSay"),
  MEASURES_LATENESS_BY_ITS_OWN_CLOCK(
      4,
      "takes the engine's clock for the record's timestamp",
      Sabotage.inLoop(DecisionFaults::measuresLatenessByItsOwnClock),
      "r4_neitherAClockNorOtherRecordsHaveAPartInIt"),
  COUNTS_MICROSECONDS_WITHOUT_A_CAP(
      4,
      "multiplies a record's timestamp by a thousand, however great it is",
      Sabotage.inLoop(DecisionFaults::countsMicrosecondsWithoutACap),
      "r4_eventsAreLateAsTheVectorsSay"),
  BELIEVES_THE_FUTURE(
      5,
      "takes an event that is ahead of its record's timestamp for a timely one",
      Sabotage.inLoop(DecisionFaults::believesTheFuture),
      "r5_skewIsAllowedToTheMicrosecond"),
  ROUNDS_MICROSECONDS(
      6,
      "rounds the fraction of a second to microseconds, and does not cut it",
      Sabotage.inLoop(DecisionFaults::roundsMicroseconds),
      "r6_timesTextsAndNumbersAreBoundedAsTheVectorsSay"),
  TAKES_TIMES_AS_LOCAL(
      6,
      "takes an event's time as one in the zone of the machine",
      Sabotage.inLoop(DecisionFaults::takesTimesAsLocal),
      "r6_timesTextsAndNumbersAreBoundedAsTheVectorsSay"),
  GIVES_COPIES_ANOTHER_IDENTITY(
      7,
      "writes a duplicate under another identity",
      Sabotage.inLoop(DecisionFaults::givesCopiesAnotherIdentity),
      "r7_duplicatesAreAcceptedEventsMinusRows"),
  LAST_COPY_WINS(
      7,
      "has the copy at the highest position stand, and not that at the lowest",
      Sabotage.inLoop(WritingFaults::lastCopyWins),
      "r7_ofCopiesInOnePartitionTheFirstStands"),
  KEEPS_EVERY_DEAD_LETTER(
      8,
      "keeps dead letters beyond the limit",
      Sabotage.inLoop(WritingFaults::keepsEveryDeadLetter),
      "r8_theFirstThreeOfEachPartitionAndReasonAreKept"),
  COUNTS_FILTERED_AS_ACCEPTED(
      9,
      "counts a filtered record as accepted, though it writes no row",
      Sabotage.inLoop(DecisionFaults::countsFilteredAsAccepted),
      "r9_countsAreThoseWorkedOutByHandAlsoWhereNothingIsToBeDone"),
  WRITES_ROWS_BEFORE_THEY_ARE_COUNTED(
      9,
      "writes rows in a transaction of their own, before that of the ledger",
      Sabotage.inLoop(WritingFaults::writesRowsBeforeTheyAreCounted),
      "r9_atEveryMomentTheLedgerCountsTheRowsThatStand"),
  IS_OFF_BY_ONE_AFTER_A_RESTART(
      9,
      "moves the ledger on by one record when it is started again",
      Sabotage.inLoop(WritingFaults::isOffByOneAfterARestart),
      "r9_drainedAgainNothingChanges"),
  JUMPS_OVER_GAPS(
      9,
      "goes on behind records that were deleted before it read them",
      Sabotage.atStart(StartFaults::jumpsOverGaps),
      "r9_recordsThatAreGoneBeforeTheyWereReadAreAGapAndNeverJumped"),
  FORGETS_WHOSE_PIPELINE_IT_WAS(
      10,
      "goes on with the tables of another pipeline",
      Sabotage.atStart(StartFaults::forgetsWhosePipelineItWas),
      "r10_anotherLimitOfDeadLettersIsAnotherPipeline"),
  DROPS_EVERY_1000TH(
      11,
      "drops every 1000th record",
      Sabotage.inLoop(WritingFaults::dropsEvery1000th),
      "r11_defaultTrafficLeavesTheOraclesTables"),
  ACKNOWLEDGES_BEFORE_THE_COMMIT(
      11,
      "notes what it has read before that is written, and goes on from there after a crash",
      Sabotage.inLoop(PlaceFaults::acknowledgesBeforeTheCommit),
      "r11_killedInTheMiddleOfADrainItGoesOnAndNothingIsLost",
      "r11_killedAndFrozenItGoesOnAndNothingIsLost"),
  LOSES_WHAT_FILLS_A_BATCH(
      12,
      "loses the record that fills a batch",
      Sabotage.inLoop(WritingFaults::losesWhatFillsABatch),
      "r12_sizeAndAgeOfTransactionsAndThreadsDoNotShow"),
  FAILS_ON_MALFORMED_RECORDS(
      13,
      "ends at the first malformed record",
      Sabotage.inLoop(DecisionFaults::failsOnMalformedRecords),
      "r13_malformedRecordsAloneNeverStopIt"),
  ACCEPTS_UNKNOWN_KEYS(
      13,
      "passes over configuration keys that it does not know",
      Sabotage.atStart(StartFaults::acceptsUnknownKeys),
      "r13_aWrongKeyOrValueIsRefusedByName"),
  SWALLOWS_DATABASE_ERRORS(
      13,
      "logs what the database refuses, and goes on",
      Sabotage.inLoop(WritingFaults::swallowsDatabaseErrors),
      "r13_whatTheDatabaseRefusesForGoodIsAFailureThatLosesNothing"),
  EXITS_WITH_ZERO(
      14,
      "exits with 0 when it has failed",
      Sabotage.atStart(StartFaults::exitsWithZero),
      "r14_aFileThatIsNotThereIsBadConfiguration"),
  FOLDS_CASE_BY_ITS_LOCALE(
      14,
      "takes for the small form of a letter what the language of its process does",
      Sabotage.inLoop(DecisionFaults::foldsCaseByItsLocale),
      "r14_neitherLocaleNorTimeZoneOfItsProcessShows"),
  WRITES_DIGITS_OF_ITS_LOCALE(
      14,
      "writes numbers in the digits of the language of its process",
      Sabotage.inLoop(DecisionFaults::writesDigitsOfItsLocale),
      "r14_neitherLocaleNorTimeZoneOfItsProcessShows"),
  PRINTS_TO_STDOUT(
      14,
      "prints what is no status line to stdout",
      Sabotage.inLoop(WritingFaults::printsToStdout),
      "r14_askedToTerminateUnderLoadItStopsInGoodOrderAndGoesOnLater"),
  NEVER_STOPS(
      14,
      "does not look whether it is asked to stop",
      Sabotage.inLoop(PlaceFaults::neverStops),
      "r14_askedToTerminateUnderLoadItStopsInGoodOrderAndGoesOnLater"),
  FORGETS_ITS_BUFFER_ON_STOP(
      14,
      "notes what it has read when it is asked to stop, forgets it unwritten, and goes on behind it",
      Sabotage.inLoop(PlaceFaults::forgetsItsBufferOnStop),
      "r14_askedToTerminateUnderLoadItStopsInGoodOrderAndGoesOnLater"),
  OUTLIVES_ITS_SUPERVISOR(
      14,
      "does not stop at the end of stdin, though it is supervised",
      Sabotage.atStart(StartFaults::isNotSupervised),
      "r14_theEndOfStdinStopsASupervisedEngine"),
  BEGINS_AT_THE_END(
      15,
      "begins with what is sent from now on, though told nothing of the kind",
      Sabotage.atStart(StartFaults::beginsAtTheEnd),
      "r15_earliestBeginsAtTheFirstRecordThatTheLogStillHas"),
  IGNORES_THE_START_OPTION(
      15,
      "goes on with a ledger where it is told to begin anew",
      Sabotage.atStart(StartFaults::ignoresTheStartOption),
      "r15_onALedgerThatExistsNothingButResumeIsTaken"),
  WAITS_FOR_THE_LAST_OFFSET(
      16,
      "ends a drain at the record before the end, which markers may have the place of",
      Sabotage.inLoop(PlaceFaults::waitsForTheLastOffset),
      "r16_aTopicThatEndsInMarkersDrainsToTheCommittedRecords"),
  READS_BEYOND_THE_END(
      16,
      "ends a drain where the topic ends by then, and not where it ended at the start",
      Sabotage.inLoop(PlaceFaults::readsBeyondTheEnd),
      "r16_aDrainEndsWhereItsTopicEndedWhenItBegan"),
  FORGETS_THE_LAST_BATCH(
      16,
      "forgets the last batch of a drain, which is not full",
      Sabotage.inLoop(WritingFaults::forgetsTheLastBatch),
      "r16_aTopicThatEndsInMarkersDrainsToTheCommittedRecords"),
  DECLINES_WHAT_IT_DOES(
      17,
      "says that it keeps no ledger, and keeps one",
      Sabotage.none(),
      Map.of(Capability.LEDGER, "so the saboteur says"),
      "r17_withoutALedgerItsRowsNeverMoveAndCountNothing");

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

  /** What it does wrong: a sentence whose subject is the saboteur. */
  public String wrong() {
    return fault;
  }

  /** The names of the tests each of which must fail. */
  public List<String> caughtBy() {
    return caughtBy;
  }

  /** Its name in tables and commands. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The saboteur as an engine.
   *
   * @param reference the engine that it is but for its fault
   */
  public EngineCatalog.Entry entry(EngineCatalog.Entry reference) {
    EngineDescriptor engine = reference.engine();
    List<String> command = new ArrayList<>(engine.command());
    int main = command.indexOf(ReferenceMain.class.getName());
    if (main < 0) {
      throw new IllegalStateException(command + " does not start the reference engine");
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
        .orElseThrow(() -> new IllegalArgumentException("there is no saboteur " + code));
  }
}
