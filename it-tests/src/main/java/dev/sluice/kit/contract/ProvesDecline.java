package dev.sluice.kit.contract;

import dev.sluice.lab.engine.Capability;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The proof of a declared "no" (R17): run for the modes that decline the capability alone. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface ProvesDecline {

  /** What is declined. */
  Capability value();
}
