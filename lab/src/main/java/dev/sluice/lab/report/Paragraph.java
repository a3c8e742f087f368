// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

/**
 * A paragraph.
 *
 * @param text plain
 */
public record Paragraph(String text) implements Block {}
