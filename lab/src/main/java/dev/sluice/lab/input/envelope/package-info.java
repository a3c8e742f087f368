/** Records and values as lines of JSON. */
package dev.sluice.lab.input.envelope;
