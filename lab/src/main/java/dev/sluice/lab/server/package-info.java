/**
 * The servers of a lab run and its folder: a real Kafka broker and a real Postgres on loopback,
 * each in a separate process that does not outlive the lab.
 */
package dev.sluice.lab.server;
