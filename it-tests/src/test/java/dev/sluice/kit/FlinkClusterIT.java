// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import dev.sluice.kit.contract.ClusterContract;
import dev.sluice.kit.contract.EngineUnderTest;

/**
 * Tests Flink on a cluster, as far as minutes allow; {@code certify --on cluster} tests the rest.
 */
@EngineUnderTest("flink-cluster")
class FlinkClusterIT extends ClusterContract {}
