/** What goes into a topic: made-up traffic, envelopes, plain events and access logs. */
package dev.sluice.lab.input;
