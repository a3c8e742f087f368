// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ConfigKey;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.FileFault;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.config.ValueKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The database and the schema of a run's tables.
 *
 * @param user empty for the driver's default
 * @param password empty if it is not in the configuration; see {@link #currentPassword}
 * @param passwordFile a file with the password, which is read at each use; empty if there is none
 * @param schema the schema of this run's tables
 * @param createTables whether the engine may create them (R10)
 */
public record PgSettings(
    String url,
    String user,
    String password,
    String passwordFile,
    String schema,
    boolean createTables) {

  /** The name of this type of sink. */
  public static final String TYPE = "postgres";

  private static final String PASSWORD_VARIABLE = "SLUICE_POSTGRES_PASSWORD";

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
              "If it is absent or empty, the environment variable `"
                  + PASSWORD_VARIABLE
                  + "` is used.")
          .secret()
          .orVariable(PASSWORD_VARIABLE);

  private static final ConfigKey PASSWORD_FILE =
      ConfigKey.optional(
          "postgres.password.file",
          ValueKind.Text.ANY,
          "A file with the password, such as a mounted secret; read at each connection, so that it"
              + " may change. Takes precedence over `postgres.password`.");

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

  static final List<ConfigKey> KEYS =
      List.of(URL, USER, PASSWORD, PASSWORD_FILE, SCHEMA, CREATE_TABLES);

  public PgSettings {
    Objects.requireNonNull(url, "url");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
    Objects.requireNonNull(passwordFile, "passwordFile");
    Objects.requireNonNull(schema, "schema");
  }

  /** Settings without a file for the password. */
  public PgSettings(String url, String user, String password, String schema, boolean createTables) {
    this(url, user, password, "", schema, createTables);
  }

  /** The settings of a configuration, whose sink is this one. */
  public static PgSettings of(EngineConfig config) {
    SinkSettings sink = config.sink();
    return new PgSettings(
        sink.text(URL.key()),
        sink.text(USER.key()),
        sink.text(PASSWORD.key()),
        sink.values().containsKey(PASSWORD_FILE.key()) ? sink.text(PASSWORD_FILE.key()) : "",
        sink.text(SCHEMA.key()),
        sink.flag(CREATE_TABLES.key()));
  }

  /** The same as a configuration has it. */
  public SinkSettings toSink() {
    Map<String, Object> values = new HashMap<>();
    values.put(URL.key(), url);
    values.put(USER.key(), user);
    values.put(PASSWORD.key(), password);
    if (!passwordFile.isEmpty()) {
      values.put(PASSWORD_FILE.key(), passwordFile);
    }
    values.put(SCHEMA.key(), schema);
    values.put(CREATE_TABLES.key(), createTables);
    return new SinkSettings(TYPE, values);
  }

  /**
   * The password to connect with now: what the file contains, or the configuration, or else this
   * process's environment. On a cluster the configuration has none, since it travels with the job;
   * each process then takes its own.
   *
   * @return empty for none
   * @throws ConfigException if the file cannot be read
   */
  public String currentPassword() {
    return currentPassword(System.getenv());
  }

  String currentPassword(Map<String, String> environment) {
    if (!passwordFile.isEmpty()) {
      Path file = Path.of(passwordFile);
      try {
        return Files.readString(file).strip();
      } catch (IOException e) {
        throw new ConfigException(
            PASSWORD_FILE.key(), passwordFile + ": " + FileFault.reason(file, e));
      }
    }
    return password.isEmpty() ? environment.getOrDefault(PASSWORD_VARIABLE, "") : password;
  }

  /** The same with another schema. */
  public PgSettings withSchema(String other) {
    return new PgSettings(url, user, password, passwordFile, other, createTables);
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
