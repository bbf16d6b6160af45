@NullMarked
package dev.hastack.operator.tracing;

import org.jspecify.annotations.NullMarked;
