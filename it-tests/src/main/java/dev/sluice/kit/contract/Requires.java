package dev.sluice.kit.contract;

import dev.sluice.lab.engine.Capability;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A test of what a mode may decline; for one that does, it is not run, and the reason is shown. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Requires {

  /** All of these. */
  Capability[] value();
}
