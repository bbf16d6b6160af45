/**
 * What a stack is, as values: ids, attributes and their schema, what is desired, what is observed.
 */
@NullMarked
package dev.hastack.core.stack;

import org.jspecify.annotations.NullMarked;
