/**
 * Engines from the lab's point of view: the descriptor of each, and the child process that it runs
 * in. This package uses no engine's classes.
 */
package dev.sluice.lab.engine;
