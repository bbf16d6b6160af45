/** One pass over one stack, behind ports for revisions. Knows no Kubernetes. */
@NullMarked
package dev.hastack.engine;

import org.jspecify.annotations.NullMarked;
