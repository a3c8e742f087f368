// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

/** Receives a row's values, in the order of its table's columns; null is SQL's null. */
public interface RowSink<E extends Exception> {

  void text(String value) throws E;

  void int4(Integer value) throws E;

  void int8(Long value) throws E;

  void timestamp(long epochMicros) throws E;

  /** The array is read at once and not kept. */
  void bytes(byte[] value) throws E;
}
