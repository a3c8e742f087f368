package dev.sluice.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The engine that a binding holds to the contract. */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EngineUnderTest {

  /** A mode's name, or the folder of an engine with one mode, from the project's root. */
  String value();

  /**
   * Whether it notes its own progress beside the ledger, in a consumer group or in files: then the
   * tests that set that back must find it.
   */
  boolean hasOwnState() default true;
}
