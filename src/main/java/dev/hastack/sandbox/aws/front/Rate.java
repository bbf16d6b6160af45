package dev.hastack.sandbox.aws.front;

/**
 * What a token bucket gives.
 *
 * @param burst how much it holds
 * @param perSecond how much comes in
 */
record Rate(double burst, double perSecond) {

  /** A share of it; even the smallest bucket holds one token. */
  Rate scaled(double factor) {
    return new Rate(Math.max(1, burst * factor), perSecond * factor);
  }
}
