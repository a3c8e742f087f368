// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

/** How a text looks. */
public enum Tone {
  PLAIN,
  GOOD,
  BAD,
  /** Less prominent; for a verdict, neither good nor bad, since not everything is known. */
  SOFT,
  /** What a program reads, such as the name of a test. */
  CODE
}
