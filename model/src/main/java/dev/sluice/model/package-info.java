/**
 * The event, its identity and its JSON; the definition of malformed, and every limit; outcomes and
 * reasons. Depends only on {@code java.*}; every other module depends on this one.
 */
package dev.sluice.model;
