// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static dev.sluice.sink.postgres.TestRun.accepted;
import static dev.sluice.sink.postgres.TestRun.late;
import static dev.sluice.sink.postgres.TestRun.malformed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.model.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that parameters in a JDBC URL do not change what is written (R12, R13). */
@ParameterizedClass(name = "direct writes up to {0} rows")
@ValueSource(ints = {0, PgSinkWriter.DIRECT_ROWS})
@ExtendWith(TestPostgres.Extension.class)
class DriverParametersTest {

  /** A text with quotes, backslashes, question marks and other special characters. */
  private static final String TEXT = "/a'b\\c\"d?e{f}$1,NULL\u20ac\ud83d\ude00\n;--";

  @Parameter int direct;

  private final TestPostgres postgres;

  DriverParametersTest(TestPostgres postgres) {
    this.postgres = postgres;
  }

  private static List<DecidedRecord> log() {
    return List.of(
        accepted(0, 0, "a", TEXT),
        accepted(0, 1, "b", "/bad"),
        accepted(0, 2, "a", "/copy"),
        late(0, 3, TEXT, 20_000_000),
        malformed(0, 4, Reason.NULL_VALUE, null),
        malformed(0, 5, Reason.NOT_JSON, TEXT),
        accepted(0, 6, null, "/"));
  }

  private List<String> written(String parameters) throws SQLException {
    TestRun run = new TestRun(postgres, direct, 0);
    run.starts.put(0, 0L);
    PgSettings plain = run.settings;
    run.settings =
        new PgSettings(
            plain.url() + "?" + parameters, plain.user(), plain.password(), plain.schema(), false);
    try (Connection connection = run.open()) {
      Ledger.insertMissing(connection, run.schema, TestRun.TOPIC, Map.of(0, 0L));
    }
    postgres.execute("ALTER TABLE " + run.in("processed_events") + " ADD CHECK (url <> '/bad')");
    try (LedgerWriter writer = run.writer()) {
      for (int part = 0; part < 8; part++) {
        // Enough rounds for the driver to prepare its statements on the server (prepareThreshold).
        int base = part * 10;
        for (DecidedRecord one : log()) {
          writer.add(
              TestRun.decision(
                  0, base + one.record().position().offset(), one.record().value(), one.outcome()));
        }
        writer.flush();
      }
    }
    return run.everything();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "preferQueryMode=simple",
        "preferQueryMode=extendedForPrepared",
        "preferQueryMode=extendedCacheEverything",
        "autosave=always",
        "autosave=conservative",
        "binaryTransfer=false",
        "binaryTransferDisable=INT4_ARRAY,TEXT",
        "reWriteBatchedInserts=true",
        "stringtype=unspecified",
        "currentSchema=elsewhere",
        "options=-c%20search_path=elsewhere%20-c%20DateStyle=German%20-c%20IntervalStyle=sql_standard",
        "options=-c%20standard_conforming_strings=off%20-c%20bytea_output=escape",
        "options=-c%20TimeZone=Asia/Kathmandu%20-c%20default_transaction_isolation=serializable",
        "options=-c%20row_security=off%20-c%20extra_float_digits=0",
        "targetServerType=primary",
        "targetServerType=preferPrimary",
        "defaultRowFetchSize=1",
        "prepareThreshold=0",
        "prepareThreshold=-1",
        "preparedStatementCacheQueries=0",
        "adaptiveFetch=true",
        "cleanupSavepoints=true",
        "socketTimeout=60",
        "ApplicationName=mine",
        "assumeMinServerVersion=16"
      })
  void r12_aParameterOfTheDriverChangesNoRow(String parameters) throws SQLException {
    assertEquals(written("ApplicationName=plain"), written(parameters));
  }
}
