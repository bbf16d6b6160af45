/**
 * Elastic Load Balancing (version 2) of a simulated account: target groups and the health of what
 * is registered in them, load balancers, listeners and rules. Rows of tables hold what describes
 * show; one class a subject answers its operations; {@link
 * dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingRegion} puts them together.
 */
@NullMarked
package dev.hastack.sandbox.aws.elasticloadbalancing;

import org.jspecify.annotations.NullMarked;
