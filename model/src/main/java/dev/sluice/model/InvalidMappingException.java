// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.Optional;

/** Thrown for a mapping of fields that has no clear meaning. The message is one line. */
public final class InvalidMappingException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final EventField field;
  private final String key;
  private final String problem;

  InvalidMappingException(String key, String problem) {
    this(null, key, problem);
  }

  InvalidMappingException(EventField field, String key, String problem) {
    super((field == null ? "" : field.key() + ": ") + (key.isEmpty() ? "" : key + ": ") + problem);
    this.field = field;
    this.key = key;
    this.problem = problem;
  }

  /** The field whose source is wrong; empty if only a part of a source was made. */
  public Optional<EventField> field() {
    return Optional.ofNullable(field);
  }

  /** The wrong key of the source, such as {@code from}; empty if the source as a whole is wrong. */
  public String key() {
    return key;
  }

  /** What is wrong with the key's value, and what is allowed; it reads on after that value. */
  public String problem() {
    return problem;
  }
}
