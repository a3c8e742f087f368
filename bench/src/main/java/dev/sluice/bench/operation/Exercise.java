package dev.sluice.bench.operation;

/** What an engine is watched at. */
enum Exercise {
  /** From the start of its process, where a small backlog waits. */
  START_UP,
  /** From a kill -9, while events come in, to all being well again. */
  RECOVERY,
  /** While nothing comes in. */
  IDLE
}
