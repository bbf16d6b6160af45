package dev.hastack.sandbox.aws.wire;

import software.amazon.awssdk.core.SdkPojo;

/** What answers calls once they are decoded. */
@FunctionalInterface
public interface Backend {

  /**
   * Answers one call.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError to say no
   * @throws NoAnswer when the caller is to hear nothing
   */
  SdkPojo answer(WireCall call);
}
