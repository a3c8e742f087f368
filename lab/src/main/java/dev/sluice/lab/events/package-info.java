/** Shows what a mapping of fields makes of an input, without an engine. */
package dev.sluice.lab.events;
