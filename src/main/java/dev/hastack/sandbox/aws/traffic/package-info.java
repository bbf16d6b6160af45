/**
 * Requests that go through the load balancers of a simulated account to its servers, and what
 * becomes of them: who offers load, the load balancer's nodes and what each knows of its targets,
 * servers with finite concurrency and a queue, and the record of it all. What it must know of load
 * balancing it asks through {@link dev.hastack.sandbox.aws.traffic.Routes}.
 */
@NullMarked
package dev.hastack.sandbox.aws.traffic;

import org.jspecify.annotations.NullMarked;
