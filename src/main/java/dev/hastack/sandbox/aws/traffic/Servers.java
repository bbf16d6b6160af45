package dev.hastack.sandbox.aws.traffic;

/**
 * What one server can do at a time. No rule of AWS: the load balancer opens as many connections as
 * there are requests, and what a server does with them is its own affair. The ordinary backlog is
 * Linux's former default of {@code net.core.somaxconn}, 128 (Linux manual, listen(2)).
 *
 * @param concurrency how many requests it works on at once
 * @param backlog how many more wait for their turn; what comes beyond is not let in
 */
public record Servers(int concurrency, int backlog) {
  /** Eight workers and the queue that a server has by default. */
  public static final Servers ORDINARY = new Servers(8, 128);

  public Servers {
    if (concurrency < 1 || backlog < 0) {
      throw new IllegalArgumentException(
          "a server works on at least one request: %d, %d".formatted(concurrency, backlog));
    }
  }
}
