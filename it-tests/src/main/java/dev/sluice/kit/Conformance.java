// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import dev.sluice.kit.contract.BatchContract;
import dev.sluice.kit.contract.ClusterContract;
import dev.sluice.kit.contract.ConfigurationContract;
import dev.sluice.kit.contract.ConvergenceContract;
import dev.sluice.kit.contract.CrashContract;
import dev.sluice.kit.contract.DescriptorContract;
import dev.sluice.kit.contract.DrainContract;
import dev.sluice.kit.contract.FaultContract;
import dev.sluice.kit.contract.FilteringContract;
import dev.sluice.kit.contract.IdentityContract;
import dev.sluice.kit.contract.LatenessContract;
import dev.sluice.kit.contract.LedgerContract;
import dev.sluice.kit.contract.LifecycleContract;
import dev.sluice.kit.contract.LogContract;
import dev.sluice.kit.contract.MalformedContract;
import dev.sluice.kit.contract.MappingContract;
import dev.sluice.kit.contract.PipelineContract;
import dev.sluice.kit.contract.RefusedContract;
import dev.sluice.kit.contract.StartContract;
import dev.sluice.kit.contract.TopicFaultContract;
import dev.sluice.kit.contract.TopicsContract;
import org.junit.jupiter.api.Nested;

/**
 * All topics of the contract, tested on one engine. A binding is a subclass that only names the
 * engine.
 */
public class Conformance {

  @Nested
  class Filtering extends FilteringContract {}

  @Nested
  class Identity extends IdentityContract {}

  @Nested
  class Lateness extends LatenessContract {}

  @Nested
  class Malformed extends MalformedContract {}

  @Nested
  class Mapping extends MappingContract {}

  @Nested
  class Log extends LogContract {}

  @Nested
  class Ledger extends LedgerContract {}

  @Nested
  class Refused extends RefusedContract {}

  @Nested
  class Pipeline extends PipelineContract {}

  @Nested
  class Batch extends BatchContract {}

  @Nested
  class Convergence extends ConvergenceContract {}

  @Nested
  class Crash extends CrashContract {}

  @Nested
  class Fault extends FaultContract {}

  @Nested
  class Topics extends TopicsContract {}

  @Nested
  class TopicFault extends TopicFaultContract {}

  @Nested
  class Start extends StartContract {}

  @Nested
  class Drain extends DrainContract {}

  @Nested
  class Cluster extends ClusterContract {}

  @Nested
  class Lifecycle extends LifecycleContract {}

  @Nested
  class Configuration extends ConfigurationContract {}

  @Nested
  class Descriptor extends DescriptorContract {}
}
