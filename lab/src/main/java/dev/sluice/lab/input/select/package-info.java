/** Chooses and opens an input: generated traffic, NDJSON or an access log. */
package dev.sluice.lab.input.select;
