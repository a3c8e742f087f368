/** How far a pipeline is, as its sink's ledger and its topic show it. Asks no engine. */
package dev.sluice.lab.status;
