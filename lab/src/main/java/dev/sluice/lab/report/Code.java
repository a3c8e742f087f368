// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

/**
 * A text that is shown as it is, line by line: commands, or data.
 *
 * @param text plain; without a line feed at its end
 */
public record Code(String text) implements Block {}
