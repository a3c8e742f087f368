/**
 * What one would otherwise use, each as its own documentation teaches it, beside which Sluice is
 * measured. A peer keeps to the process protocol (R14) and to the decision (R1 to R6), writes
 * {@code processed_events} alone, and keeps no ledger.
 */
package dev.sluice.peer;
