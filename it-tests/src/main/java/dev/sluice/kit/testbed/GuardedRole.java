// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import dev.sluice.sink.postgres.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A database role with only the rights that an engine needs, so that row-level security applies to
 * it.
 */
public final class GuardedRole implements AutoCloseable {

  private static final String PASSWORD = "not so secret";

  private final TestBed testBed;
  private final String name;

  private GuardedRole(TestBed testBed, String name) {
    this.testBed = testBed;
    this.name = name;
  }

  /** Creates a role with a new name; skips the test if the kit's user may not create roles. */
  public static GuardedRole create(TestBed testBed) throws SQLException {
    requireSuperuser(testBed);
    GuardedRole role = new GuardedRole(testBed, testBed.freshName("guarded"));
    role.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(role.name, PASSWORD));
    return role;
  }

  /** Skips a test that creates roles or databases if the kit's user is not a superuser. */
  public static void requireSuperuser(TestBed testBed) throws SQLException {
    try (Connection connection = testBed.connect()) {
      boolean may =
          Schemas.rows(connection, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
              .equals(List.of("t"));
      Assumptions.assumeTrue(may, "this test needs a superuser of the database");
    }
  }

  public String name() {
    return name;
  }

  /** Returns the launch as this role, and grants it the rights on the tables, which must exist. */
  public Launch launch(Launch launch) throws SQLException {
    execute(Schema.grants(launch.schema(), name));
    return launch.with("postgres.user", name).with("postgres.password", PASSWORD);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = testBed.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    execute("DROP OWNED BY %1$s; DROP ROLE %1$s".formatted(name));
  }
}
