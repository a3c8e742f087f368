// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the configuration key that an option sets. A value that the key refuses is refused before
 * anything is started, and errors about the key name the option.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface SetsKey {
  /** The key, as in {@code docs/configuration.md}. */
  String value();

  /** Whether the command itself checks the value, since it checks more than the key does. */
  boolean isCheckedByCommand() default false;
}
