// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import dev.sluice.lab.engine.Capability;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks the proof that a mode lacks a capability (R17). It runs only for modes that decline it. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface ProvesDecline {

  /** The declined capability. */
  Capability value();
}
