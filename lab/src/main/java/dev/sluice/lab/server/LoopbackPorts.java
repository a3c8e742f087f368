// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.testcontainers.core.CreateContainerCmdModifier;

/**
 * Publishes the ports of every container that Testcontainers creates on 127.0.0.1, where Docker
 * would do so on all addresses. Testcontainers discovers this class as a service, and so applies it
 * to its helper, Ryuk, too.
 */
public final class LoopbackPorts implements CreateContainerCmdModifier {

  private static final String LOOPBACK = "127.0.0.1";

  @Override
  public CreateContainerCmd modify(CreateContainerCmd command) {
    HostConfig host = command.getHostConfig();
    if (host == null || host.getPortBindings() == null) {
      return command;
    }
    List<PortBinding> bound = new ArrayList<>();
    Map<ExposedPort, Ports.Binding[]> bindings = host.getPortBindings().getBindings();
    bindings.forEach(
        (port, asked) -> {
          for (Ports.Binding binding : asked) {
            bound.add(
                new PortBinding(new Ports.Binding(LOOPBACK, binding.getHostPortSpec()), port));
          }
        });
    host.withPortBindings(bound);
    return command;
  }
}
