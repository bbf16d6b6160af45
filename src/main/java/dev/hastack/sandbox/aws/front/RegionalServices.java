package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.Foundation;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkClient;

/** The services of one region of one account. */
@FunctionalInterface
public interface RegionalServices {

  /** By signing name. A service implements the SDK's client interface of the same service. */
  Map<String, SdkClient> services();

  /** The tags of something that count for rights, by its ARN; empty where it is not there. */
  default Optional<Map<String, String>> tagsOf(String arn) {
    return Optional.of(Map.of());
  }

  /** The Auto Scaling group of a server; empty where it is in none. */
  default Optional<String> groupOf(String instanceId) {
    return Optional.empty();
  }

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
