/** The commands of {@code ./sluice}: what they take, print and exit with. */
package dev.sluice.lab.command;
