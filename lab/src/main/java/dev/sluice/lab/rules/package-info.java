/** What a rule set would do with an input: tried without an engine, and shown. */
package dev.sluice.lab.rules;
