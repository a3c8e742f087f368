// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import java.util.concurrent.Callable;

/**
 * A command from outside the lab, found by {@link java.util.ServiceLoader} if its jar is on the
 * classpath. The kit adds its commands this way, since the lab must not depend on the kit. The
 * class carries picocli's annotations.
 */
public interface AddedCommand extends Callable<Integer> {}
