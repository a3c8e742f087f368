// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

/**
 * A heading inside a chapter.
 *
 * @param text plain
 */
public record Heading(String text) implements Block {}
