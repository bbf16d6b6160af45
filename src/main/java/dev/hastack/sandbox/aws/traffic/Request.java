package dev.hastack.sandbox.aws.traffic;

import java.time.Duration;
import java.time.Instant;

/** One request on its way. */
final class Request {
  private final Instant arrival;
  private final Duration service;
  private final Node.Target target;
  private boolean ended;

  /**
   * @param service how long a server is going to work on it
   * @param target where its node sends it
   */
  Request(Instant arrival, Duration service, Node.Target target) {
    this.arrival = arrival;
    this.service = service;
    this.target = target;
    target.begun();
  }

  Instant arrival() {
    return arrival;
  }

  Duration service() {
    return service;
  }

  Node.Target target() {
    return target;
  }

  boolean ended() {
    return ended;
  }

  void end() {
    ended = true;
    target.ended();
  }
}
