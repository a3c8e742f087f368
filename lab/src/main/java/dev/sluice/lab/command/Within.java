// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The bounds of a numeric option that sets no key of the configuration. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Within {
  /** The smallest number that is accepted. */
  long least();

  /** The largest number that is accepted. */
  long most() default Long.MAX_VALUE;
}
