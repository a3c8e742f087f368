// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** Marks a slow test, which runs only if all fault tests are requested. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag(KitExtension.THOROUGH)
@interface Thorough {}
