package dev.sluice.bench.profile;

/**
 * A method that stacks had innermost.
 *
 * @param method behind its class's full name
 * @param samples how many
 */
record TopFrame(String method, long samples) {

  /** Without the package. */
  String shown() {
    int methodBegin = method.lastIndexOf('.');
    return method.substring(method.lastIndexOf('.', methodBegin - 1) + 1);
  }
}
