// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import dev.sluice.kit.contract.ClusterContract;
import dev.sluice.kit.contract.EngineUnderTest;

/**
 * Tests Kafka Streams on a cluster, as far as minutes allow; {@code certify --on cluster} tests the
 * rest.
 */
@EngineUnderTest("kstreams-cluster")
class KStreamsClusterIT extends ClusterContract {}
