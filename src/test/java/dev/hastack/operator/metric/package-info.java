/** The declared metrics, held against the reference and against what Prometheus reads. */
@NullMarked
package dev.hastack.operator.metric;

import org.jspecify.annotations.NullMarked;
