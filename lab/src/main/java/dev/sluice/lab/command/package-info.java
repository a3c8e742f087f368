/** The commands of {@code ./sluice}: their options, output and exit codes. */
package dev.sluice.lab.command;
