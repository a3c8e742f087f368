package dev.sluice.lab.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of an option which key of the configuration it sets: what the key refuses is refused before
 * anything is started, and errors about the key name the option.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface SetsKey {
  /** The key, as in {@code docs/configuration.md}. */
  String value();

  /** Whether the command itself checks the value, since it has more to say of it. */
  boolean isCheckedByCommand() default false;
}
