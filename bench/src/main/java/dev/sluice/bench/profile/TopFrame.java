// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

/**
 * A method that was the innermost frame of stacks.
 *
 * @param method its name, qualified by the full class name
 * @param samples the number of these stacks
 */
record TopFrame(String method, long samples) {

  /** The method and its class, without the package. */
  String shown() {
    int methodBegin = method.lastIndexOf('.');
    return method.substring(method.lastIndexOf('.', methodBegin - 1) + 1);
  }
}
