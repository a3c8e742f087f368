/** Tries a rule set on an input without an engine, and shows the result. */
package dev.sluice.lab.rules;
