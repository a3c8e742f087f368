/**
 * The pipeline on Apache Flink: {@link dev.sluice.flink.FlinkJob} is what a cluster deploys, {@link
 * dev.sluice.flink.FlinkMain} the process that the lab starts.
 */
package dev.sluice.flink;
