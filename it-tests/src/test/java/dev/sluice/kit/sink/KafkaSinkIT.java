// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.testbed.TestBed;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the Kafka sink against the contract of sinks. */
class KafkaSinkIT extends SinkContract {

  private static TestBed testBed;

  @RegisterExtension
  static final BeforeAllCallback SERVERS = context -> testBed = KitExtension.testBed(context);

  @Override
  protected SinkBed open() {
    return KafkaBed.on(testBed);
  }
}
