package dev.hastack.sandbox.aws.traffic;

/**
 * What becomes of a request: "Troubleshoot your Application Load Balancers", which tells the causes
 * of each status. A network load balancer has no status; there the same happens to the connection.
 */
public enum Outcome {
  /** A server answered, or the load balancer itself as its listener says. */
  SERVED,

  /** 503: no target is registered. */
  NO_TARGET,

  /**
   * 502: the connection was cut with the request in flight, since the server died or the
   * deregistration delay ended.
   */
  CUT,

  /** 502: the server refused the connection; or nothing listens on the load balancer's port. */
  REFUSED,

  /** 504: the server did not take the connection, or did not answer, in time. */
  TIMED_OUT,

  /** The listener's own fixed response is an error, or the client speaks another protocol. */
  FIXED_ERROR
}
