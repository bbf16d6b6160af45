/**
 * A whole world on one machine: a Kubernetes API server, an AWS endpoint and the operator between
 * them, for a person to try things out and for the tests. Only {@code Main} may use it.
 */
@NullMarked
package dev.hastack.sandbox;

import org.jspecify.annotations.NullMarked;
