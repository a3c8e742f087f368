/**
 * The event, its identity and its JSON; what malformed means, and every limit; outcomes and
 * reasons. Depends on {@code java.*} alone: every other room stands on this one.
 */
package dev.sluice.model;
