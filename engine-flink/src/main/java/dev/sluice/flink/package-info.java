/**
 * The pipeline on Apache Flink: {@link dev.sluice.flink.FlinkJob} is the job for a cluster, {@link
 * dev.sluice.flink.FlinkMain} the process that the lab starts.
 */
package dev.sluice.flink;
