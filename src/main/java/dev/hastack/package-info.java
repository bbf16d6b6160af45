/** The HAStack operator: one Kubernetes object for a highly available, cost-optimised web stack. */
@NullMarked
package dev.hastack;

import org.jspecify.annotations.NullMarked;
