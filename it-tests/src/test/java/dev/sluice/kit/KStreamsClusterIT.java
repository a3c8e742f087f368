// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import dev.sluice.kit.contract.ClusterContract;
import dev.sluice.kit.contract.EngineUnderTest;

/**
 * Tests Kafka Streams on a cluster, as far as a minute allows: that it runs there, and leaves no
 * secret. The rest is tested by {@code certify --on cluster --faults all}.
 */
@EngineUnderTest("kstreams-cluster")
class KStreamsClusterIT extends ClusterContract {}
