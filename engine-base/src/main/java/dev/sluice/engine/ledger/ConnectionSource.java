package dev.sluice.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens sessions as {@link PgSession} sets them. */
@FunctionalInterface
interface ConnectionSource {

  Connection open() throws SQLException;
}
