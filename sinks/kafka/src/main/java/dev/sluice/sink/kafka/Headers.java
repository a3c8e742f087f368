// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

/** The headers of a row's record, in decimal digits: its position in the source. */
final class Headers {

  static final String PARTITION = "source_partition";
  static final String OFFSET = "source_offset";

  private Headers() {}
}
