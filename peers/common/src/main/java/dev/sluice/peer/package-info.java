/**
 * The parts that all peers share. Peers are what one would otherwise use, each built as its own
 * documentation teaches, to compare Sluice with. A peer follows the process protocol (R14) and the
 * decision (R1 to R6), writes only {@code processed_events}, or the topic of events, and keeps no
 * ledger.
 */
package dev.sluice.peer;
