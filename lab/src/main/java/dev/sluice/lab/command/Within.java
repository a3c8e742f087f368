package dev.sluice.lab.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The bounds of a number that is an option and no key of the configuration. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Within {
  /** The least number that is taken. */
  long least();

  /** The greatest number that is taken. */
  long most() default Long.MAX_VALUE;
}
