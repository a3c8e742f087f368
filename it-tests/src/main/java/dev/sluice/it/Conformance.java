package dev.sluice.it;

import dev.sluice.it.contract.BatchContract;
import dev.sluice.it.contract.ConfigurationContract;
import dev.sluice.it.contract.ConvergenceContract;
import dev.sluice.it.contract.CrashContract;
import dev.sluice.it.contract.DescriptorContract;
import dev.sluice.it.contract.DrainContract;
import dev.sluice.it.contract.FaultContract;
import dev.sluice.it.contract.FilteringContract;
import dev.sluice.it.contract.IdentityContract;
import dev.sluice.it.contract.LatenessContract;
import dev.sluice.it.contract.LedgerContract;
import dev.sluice.it.contract.LifecycleContract;
import dev.sluice.it.contract.LogContract;
import dev.sluice.it.contract.MalformedContract;
import dev.sluice.it.contract.PipelineContract;
import dev.sluice.it.contract.RefusedContract;
import dev.sluice.it.contract.StartContract;
import org.junit.jupiter.api.Nested;

/**
 * All topics of the contract, as they are tried on one engine. A binding is a subclass that names
 * the engine, and nothing more.
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
  class Start extends StartContract {}

  @Nested
  class Drain extends DrainContract {}

  @Nested
  class Lifecycle extends LifecycleContract {}

  @Nested
  class Configuration extends ConfigurationContract {}

  @Nested
  class Descriptor extends DescriptorContract {}
}
