package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.Foundation;
import java.util.Map;
import software.amazon.awssdk.core.SdkClient;

/** The services of one region of one account. */
@FunctionalInterface
public interface RegionalServices {

  /** By signing name. A service implements the SDK's client interface of the same service. */
  Map<String, SdkClient> services();

  /**
   * Makes regions.
   *
   * @param <R> what a region is made of
   */
  @FunctionalInterface
  interface Builder<R extends RegionalServices> {

    /**
     * Makes a region.
     *
     * @param record where it may note what happens in it
     */
    R build(Foundation foundation, CallRecord record);
  }
}
