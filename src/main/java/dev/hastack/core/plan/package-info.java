/** Desired, observed and last applied become a plan; policies turn a plan into a plan. */
@NullMarked
package dev.hastack.core.plan;

import org.jspecify.annotations.NullMarked;
