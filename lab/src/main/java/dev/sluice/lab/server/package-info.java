/**
 * The servers of a lab run and the folder that they live in: a real Kafka broker and a real
 * Postgres on loopback, each a process of its own, none of which outlives the lab.
 */
package dev.sluice.lab.server;
