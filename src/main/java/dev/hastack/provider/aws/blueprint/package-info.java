/**
 * From spec, facts and now to the stack it should be. Pure: the same input gives the same stack.
 */
@NullMarked
package dev.hastack.provider.aws.blueprint;

import org.jspecify.annotations.NullMarked;
