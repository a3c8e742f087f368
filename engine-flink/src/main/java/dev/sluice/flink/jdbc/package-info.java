// SPDX-License-Identifier: Apache-2.0
/**
 * The mode {@code flink-jdbc}: the rows by the JDBC connector's own sink instead of the ledger
 * writer.
 */
package dev.sluice.flink.jdbc;
