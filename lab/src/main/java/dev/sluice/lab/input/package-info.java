/** The inputs of a topic: generated traffic, envelopes, plain events and access logs. */
package dev.sluice.lab.input;
