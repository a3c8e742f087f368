// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** Marks a test that uses the seed of the run: each seed gives a different test. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag(KitExtension.STOCHASTIC)
@interface Stochastic {}
