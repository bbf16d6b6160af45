/** A plan as people and programs read it: text, one sentence, a JSON tree. */
@NullMarked
package dev.hastack.core.render;

import org.jspecify.annotations.NullMarked;
