/**
 * Engines as the lab sees them: what one says of itself in its descriptor, and the child process
 * that it runs as. No engine's class is known here.
 */
package dev.sluice.lab.engine;
