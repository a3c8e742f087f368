package dev.sluice.lab.command;

import java.util.concurrent.Callable;

/**
 * A command from beyond the lab, found by {@link java.util.ServiceLoader} where its jar is on the
 * classpath: so the kit can have one, though the lab may not know the kit. The class carries
 * picocli's annotations.
 */
public interface AddedCommand extends Callable<Integer> {}
