// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names the engine that a binding tests against the contract. */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EngineUnderTest {

  /**
   * The name of a mode, or the folder of an engine with one mode, relative to the project's root.
   */
  String value();

  /**
   * Whether the engine stores its own progress outside the ledger, in a consumer group or in files.
   * If so, the tests that reset this progress must find it.
   */
  boolean hasOwnState() default true;
}
