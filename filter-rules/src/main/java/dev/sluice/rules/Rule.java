package dev.sluice.rules;

/**
 * A named condition that drops an event.
 *
 * @param name a lower-case word of letters, digits, {@code _} and {@code -}; counted under in the
 *     ledger
 * @param when what drops the event
 */
public record Rule(String name, Condition when) {}
