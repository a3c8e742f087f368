// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

import java.sql.SQLException;

/** Receives a row's values, in the order of its table's columns; null is SQL's null. */
interface RowSink {

  void text(String value) throws SQLException;

  void int4(Integer value) throws SQLException;

  void int8(Long value) throws SQLException;

  void timestamp(long epochMicros) throws SQLException;

  /** The array is read at once and not kept. */
  void bytes(byte[] value) throws SQLException;
}
