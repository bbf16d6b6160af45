package dev.hastack.sandbox.aws.world;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An EC2 instance.
 *
 * @param servesFrom when its software answers on its port, if nothing keeps it
 * @param impaired whether its EC2 status checks fail
 * @param interruptionAt when Spot takes it, once it was warned
 */
public record Instance(
    String id,
    LaunchOrder order,
    String imageId,
    String privateIpAddress,
    InstanceState state,
    Instant launchedAt,
    Instant servesFrom,
    boolean impaired,
    @Nullable Instant interruptionAt,
    @Nullable String stateReasonCode,
    SortedMap<String, String> tags) {

  public Instance {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  public Instance becoming(InstanceState next, @Nullable String reasonCode) {
    return new Instance(
        id,
        order,
        imageId,
        privateIpAddress,
        next,
        launchedAt,
        servesFrom,
        impaired,
        interruptionAt,
        reasonCode,
        tags);
  }

  public Instance impairedIf(boolean fails) {
    return new Instance(
        id,
        order,
        imageId,
        privateIpAddress,
        state,
        launchedAt,
        servesFrom,
        fails,
        interruptionAt,
        stateReasonCode,
        tags);
  }

  public Instance interruptedAt(Instant when) {
    return new Instance(
        id,
        order,
        imageId,
        privateIpAddress,
        state,
        launchedAt,
        servesFrom,
        impaired,
        when,
        stateReasonCode,
        tags);
  }

  public Instance tagged(SortedMap<String, String> all) {
    return new Instance(
        id,
        order,
        imageId,
        privateIpAddress,
        state,
        launchedAt,
        servesFrom,
        impaired,
        interruptionAt,
        stateReasonCode,
        all);
  }
}
