package dev.hastack.provider.aws;

/** Asked before every attempt to write: whether this process still leads. */
@FunctionalInterface
public interface WriteFence {

  boolean mayWrite();
}
