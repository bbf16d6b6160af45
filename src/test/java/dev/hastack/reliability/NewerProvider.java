package dev.hastack.reliability;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.CloudProvider;
import dev.hastack.provider.Discovery;
import dev.hastack.provider.Located;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.AwsProvider;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The provider of a later release, whose design happens to be the same.
 *
 * @param newerBy how many versions of the blueprint later
 */
record NewerProvider(AwsProvider provider, int newerBy) implements CloudProvider<AwsFacts> {
  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public int blueprintVersion() {
    return provider.blueprintVersion() + newerBy;
  }

  @Override
  public Located locate(HAStack stack) {
    return provider.locate(stack);
  }

  @Override
  public Discovery<AwsFacts> discover(StackId id, HAStack stack) {
    return provider.discover(id, stack);
  }

  @Override
  public DesiredStack design(StackId id, HAStack stack, AwsFacts facts, Instant now) {
    return provider.design(id, stack, facts, now);
  }

  @Override
  public ObservedStack observe(
      StackId id, HAStack stack, DesiredStack desired, Map<ResourceId, String> known) {
    return provider.observe(id, stack, desired, known);
  }

  @Override
  public Plan stage(HAStack stack, Plan plan, ObservedStack observed, Instant now) {
    return provider.stage(stack, plan, observed, now);
  }

  @Override
  public Optional<String> remedyForLoss(HAStack stack) {
    return provider.remedyForLoss(stack);
  }

  @Override
  public Outcome apply(
      StackId id,
      HAStack stack,
      Change change,
      Map<ResourceId, Map<String, Value>> outputs,
      Instant now) {
    return provider.apply(id, stack, change, outputs, now);
  }
}
