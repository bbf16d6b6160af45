/**
 * Amazon Web Services behind the seam: clients, names, tags, facts, failures, and what composes
 * them.
 */
@NullMarked
package dev.hastack.provider.aws;

import org.jspecify.annotations.NullMarked;
