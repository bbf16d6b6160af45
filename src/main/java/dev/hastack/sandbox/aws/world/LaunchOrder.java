package dev.hastack.sandbox.aws.world;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What kind of instance is wanted, and where.
 *
 * @param templateVersion a number, never {@code $Latest} or {@code $Default}
 * @param spotMaxPrice in USD an hour; null for the On-Demand price. Only with Spot
 * @param tags that it gets besides those of the template
 */
public record LaunchOrder(
    String templateId,
    long templateVersion,
    String instanceType,
    String zone,
    String subnetId,
    boolean spot,
    @Nullable Double spotMaxPrice,
    Map<String, String> tags) {

  public LaunchOrder {
    tags = Map.copyOf(tags);
  }
}
