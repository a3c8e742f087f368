// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens sessions with the settings of {@link PgSession}. */
@FunctionalInterface
interface ConnectionSource {

  Connection open() throws SQLException;
}
