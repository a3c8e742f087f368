// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.config.ConfigKey;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.config.ValueKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The database and the schema of a run's tables.
 *
 * @param user empty for the driver's default
 * @param schema the schema of this run's tables
 * @param createTables whether the engine may create them (R10)
 */
public record PgSettings(
    String url, String user, String password, String schema, boolean createTables) {

  /** The name of this type of sink. */
  public static final String TYPE = "postgres";

  private static final ConfigKey URL =
      ConfigKey.required(
              "postgres.url",
              new ValueKind.Text(
                  "a URL that starts with jdbc:postgresql: and contains no password",
                  url ->
                      url.startsWith("jdbc:postgresql:")
                          && !url.toLowerCase(Locale.ROOT).contains("password=")),
              "The database. Its password goes into `postgres.password`.")
          // A URL may contain credentials, though it should not.
          .secret();

  private static final ConfigKey USER =
      ConfigKey.of("postgres.user", ValueKind.Text.MAYBE_EMPTY, "", "Empty: the driver's default.");

  private static final ConfigKey PASSWORD =
      ConfigKey.of(
              "postgres.password",
              ValueKind.Text.MAYBE_EMPTY,
              "",
              "If the key is absent, the environment variable `SLUICE_POSTGRES_PASSWORD` is used.")
          .secret()
          .orVariable("SLUICE_POSTGRES_PASSWORD");

  private static final ConfigKey SCHEMA =
      ConfigKey.of(
          "postgres.schema",
          new ValueKind.Text(
              "a schema's name: 1 to 63 bytes, not starting with pg_", PgSettings::isSchemaName),
          "sluice",
          "The schema of this run's tables; another pipeline needs another one (R10).");

  private static final ConfigKey CREATE_TABLES =
      ConfigKey.of(
          "postgres.create.tables",
          new ValueKind.Flag(),
          false,
          "Whether the engine may create the schema and the tables if they are missing.");

  static final List<ConfigKey> KEYS = List.of(URL, USER, PASSWORD, SCHEMA, CREATE_TABLES);

  public PgSettings {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(schema, "schema");
  }

  /** The settings of a configuration, whose sink is this one. */
  public static PgSettings of(EngineConfig config) {
    SinkSettings sink = config.sink();
    return new PgSettings(
        sink.text(URL.key()),
        sink.text(USER.key()),
        sink.text(PASSWORD.key()),
        sink.text(SCHEMA.key()),
        sink.flag(CREATE_TABLES.key()));
  }

  /** The same as a configuration has it. */
  public SinkSettings toSink() {
    return new SinkSettings(
        TYPE,
        Map.of(
            URL.key(), url,
            USER.key(), user,
            PASSWORD.key(), password,
            SCHEMA.key(), schema,
            CREATE_TABLES.key(), createTables));
  }

  /** The same with another schema. */
  public PgSettings withSchema(String other) {
    return new PgSettings(url, user, password, other, createTables);
  }

  private static boolean isSchemaName(String name) {
    return !name.isEmpty()
        && name.getBytes(StandardCharsets.UTF_8).length <= 63
        && name.indexOf('\0') < 0
        && !name.startsWith("pg_");
  }

  /** Shows all but the password. */
  @Override
  public String toString() {
    return "PgSettings[url=" + url + ", user=" + user + ", schema=" + schema + "]";
  }
}
