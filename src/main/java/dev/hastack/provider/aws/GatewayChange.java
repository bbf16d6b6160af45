package dev.hastack.provider.aws;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.Change;
import dev.hastack.core.stack.DesiredResource;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.gateway.Removal;
import dev.hastack.provider.aws.gateway.Removal.DatabaseWord;
import dev.hastack.provider.aws.gateway.ResourceGateway;
import dev.hastack.provider.aws.gateway.Target;
import dev.hastack.provider.aws.resource.AttributeValues;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Has a gateway do what was decided.
 *
 * @param outputs what other resources provide by now
 * @param word of the owner on a database that goes
 */
record GatewayChange(
    StackId stack,
    ResourceGateway gateway,
    Map<ResourceId, Map<String, Value>> outputs,
    DatabaseWord word,
    Instant now) {

  /**
   * Does one change.
   *
   * @throws AwsCallException when AWS refuses
   */
  Outcome apply(Change change) {
    return switch (change) {
      case Change.Create create -> write(create, change.valuesAfter(), gateway::create);
      case Change.Update update ->
          write(update, change.valuesAfter(), target -> gateway.update(target, update.observed()));
      case Change.Replace replace ->
          replace.order() == Schema.ReplaceOrder.CREATE_FIRST
              ? write(replace, replace.desired().spec().values(), gateway::create)
              : new Outcome.Failed(
                  new Failure(
                      FailureKind.INVALID,
                      "Replace",
                      "NotReplaceable",
                      change.id() + " cannot be replaced"));
      case Change.Delete delete ->
          gateway.delete(new Removal(stack, delete.id(), delete.observed(), word));
      case Change.Adopt adopt -> {
        gateway.retag(
            adopt.observed(), AwsTags.ownership(stack, adopt.id()), Set.of(AwsTags.RETAINED));
        yield new Outcome.Done(adopt.observed().outputs());
      }
      case Change.Forget forget -> {
        gateway.retag(forget.observed(), Map.of(AwsTags.RETAINED, now.toString()), Set.of());
        yield Outcome.done();
      }
      case Change.NoOp noOp -> new Outcome.Done(noOp.observed().outputs());
    };
  }

  private Outcome write(Change change, Map<String, Value> after, Function<Target, Outcome> write) {
    DesiredResource desired = change.wanted().orElseThrow();
    var resolved = new TreeMap<String, Value>();
    after.forEach((name, value) -> resolved.put(name, resolve(value)));
    Optional<Value.Pending> missing =
        resolved.values().stream().flatMap(Value::pendings).findFirst();
    if (missing.isPresent()) {
      return new Outcome.Waiting(
          missing.get().resource() + " to provide its " + missing.get().output());
    }
    Map<String, AttributeChange> changes =
        change.attributeChanges().stream()
            .collect(Collectors.toMap(AttributeChange::name, each -> each));
    return write.apply(
        new Target(
            stack,
            desired.id(),
            desired.physicalName(),
            AttributeValues.of(resolved),
            changes,
            now));
  }

  private Value resolve(Value value) {
    return value.resolve(
        pending ->
            Optional.ofNullable(outputs.get(pending.resource()))
                .flatMap(provided -> Optional.ofNullable(provided.get(pending.output()))));
  }
}
