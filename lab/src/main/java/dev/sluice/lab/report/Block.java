// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

/** A piece of a chapter. */
public sealed interface Block
    permits Paragraph, Heading, Items, Code, Facts, Grid, Columns, Drawing {}
