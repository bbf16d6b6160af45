package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_NEW_LISTENERS;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_NEW_TAGS;
import static dev.hastack.provider.aws.rights.Grant.TRAFFIC_OWN;

import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ObservedStack.Finding;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.gateway.OwnLoadBalancers.Placed;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.Listener;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/**
 * Listeners of the stack's own load balancer. AWS knows them by ARN alone: ours is the one with our
 * tags, on whatever port somebody moved it to.
 */
public final class ListenerGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          TRAFFIC_NEW_LISTENERS.toCall(
              "elasticloadbalancing:CreateListener",
              "A load balancer of ours listens where the spec says."),
          TRAFFIC_NEW_TAGS.dependent(
              "elasticloadbalancing:AddTags",
              "A listener is marked as ours by the call that makes it.",
              "Service Authorization Reference: Elastic Load Balancing V2, CreateListener"),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:ModifyListener", "Protocol and certificate follow the spec."),
          TRAFFIC_OWN.toCall(
              "elasticloadbalancing:DeleteListener",
              "A listener goes when the spec has it no more."));

  private static final Set<String> MODIFIED =
      Set.of(Listener.PORT, Listener.PROTOCOL, Listener.SSL_POLICY, Listener.DEFAULT_ACTIONS);

  private final ElasticLoadBalancingV2Client loadBalancing;
  private final Inventory inventory;
  private final OwnLoadBalancers loadBalancers;
  private final ListenerCertificates certificates;
  private final ResourceTags tags;

  public ListenerGateway(ElasticLoadBalancingV2Client loadBalancing, Inventory inventory) {
    this.loadBalancing = loadBalancing;
    this.inventory = inventory;
    this.loadBalancers = new OwnLoadBalancers(inventory);
    this.certificates = new ListenerCertificates(loadBalancing, inventory);
    this.tags = new ResourceTags(loadBalancing);
  }

  @Override
  public String kind() {
    return Listener.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    if (ids.isEmpty()) {
      // Whoever never had a listener is not asked for one; a load balancer takes its own along.
      return new Reading(List.of(), List.of());
    }
    List<Placed> all = loadBalancers.listeners(stack);
    var claims = new Claims<Placed>(kind(), stack, expected);
    for (Placed placed : all) {
      Optional<ResourceId> claimed = claims.claimed(placed.tags());
      String name =
          claimed
              .filter(id -> isOnlyOne(stack, all, id, placed))
              .map(id -> AwsNames.listener(placed.loadBalancerName(), id))
              .orElse(portName(placed));
      claims.judge(
          placed,
          name,
          placed.tags(),
          claimed.map(id -> AwsNames.listener(placed.loadBalancerName(), id)));
    }
    return new Reading(
        claims.claims().stream()
            .map(
                claim ->
                    new Reading.Found(
                        claim.id(), present(claim.thing(), claim.id(), claim.ownership())))
            .toList(),
        claims.foreignCopies(),
        foreign(stack, all, expected));
  }

  private static String portName(Placed placed) {
    return AwsNames.listener(
        placed.loadBalancerName(),
        new ResourceId(Listener.KIND, placed.listener().port().toString()));
  }

  /** Of several with the same tags only one on its own port is ours. */
  private static boolean isOnlyOne(StackId stack, List<Placed> all, ResourceId id, Placed placed) {
    return all.stream()
        .filter(other -> !other.arn().equals(placed.arn()))
        .filter(other -> other.loadBalancerName().equals(placed.loadBalancerName()))
        .noneMatch(other -> AwsTags.claim(stack, other.tags()).equals(Optional.of(id)));
  }

  private List<Finding> foreign(StackId stack, List<Placed> all, Map<String, ResourceId> expected) {
    var findings = new ArrayList<Finding>();
    for (Placed placed : all) {
      if (AwsTags.claim(stack, placed.tags()).isPresent()) {
        findings.addAll(foreignRules(stack, placed));
      } else if (!expected.containsKey(portName(placed))) {
        findings.add(
            new Finding(
                Finding.Reason.ForeignListener,
                "port %d of load balancer %s has a listener that is not this stack's; it is left alone"
                    .formatted(placed.listener().port(), placed.loadBalancerName()),
                sentTo(placed)));
      }
    }
    return findings;
  }

  /** The target groups that a listener or one of its rules sends to. */
  private Set<String> sentTo(Placed placed) {
    return Stream.concat(
            placed.listener().defaultActions().stream(),
            rules(placed).stream().flatMap(rule -> rule.actions().stream()))
        .flatMap(action -> ListenerActions.read(List.of(action)).texts())
        .collect(Collectors.toSet());
  }

  /** Only listeners of application load balancers have rules. */
  private List<Rule> rules(Placed placed) {
    return placed.listener().protocolAsString().startsWith("HTTP")
        ? inventory.rules(placed.arn())
        : List.of();
  }

  private List<Finding> foreignRules(StackId stack, Placed placed) {
    List<Rule> rules = rules(placed);
    var own = inventory.elbTags(rules.stream().map(rule -> rule.ruleArn()).toList());
    return rules.stream()
        .filter(rule -> AwsTags.claim(stack, own.of(rule.ruleArn())).isEmpty())
        .map(
            rule ->
                new Finding(
                    Finding.Reason.ForeignListener,
                    "the listener on port %d of load balancer %s has a rule of priority %s that is not this stack's; it is left alone"
                        .formatted(
                            placed.listener().port(), placed.loadBalancerName(), rule.priority()),
                    ListenerActions.read(rule.actions()).texts().collect(Collectors.toSet())))
        .toList();
  }

  private Present present(Placed placed, ResourceId id, Ownership ownership) {
    var listener = placed.listener();
    var attributes =
        AttributeValues.builder()
            .text(Listener.LOAD_BALANCER_ARN, listener.loadBalancerArn())
            .whole(Listener.PORT, listener.port())
            .text(Listener.PROTOCOL, listener.protocolAsString())
            .text(Listener.SSL_POLICY, listener.sslPolicy())
            .put(Listener.DEFAULT_ACTIONS, ListenerActions.read(listener.defaultActions()))
            .keyed(Listener.TAGS, AwsTags.attributes(placed.tags()));
    if (!listener.certificates().isEmpty()) {
      attributes.list(Listener.CERTIFICATES, certificates.of(listener));
    }
    return new Present(
        AwsNames.listener(placed.loadBalancerName(), id),
        placed.arn(),
        new Listener(attributes.build()),
        outputs(placed.arn()),
        ownership,
        Health.HEALTHY,
        Optional.empty(),
        Map.of());
  }

  @Override
  public Outcome create(Target target) {
    AttributeValues after = target.after();
    String loadBalancerArn = after.text(Listener.LOAD_BALANCER_ARN).orElse("");
    List<String> wanted = after.texts(Listener.CERTIFICATES);
    for (var existing : inventory.listeners(loadBalancerArn)) {
      if (after.whole(Listener.PORT).equals(Optional.of(existing.port()))) {
        String arn = existing.listenerArn();
        return Refusals.alreadyThere(
            target,
            inventory.elbTags(Set.of(arn)).of(arn),
            "elasticloadbalancing:CreateListener",
            "the listener " + target.physicalName());
      }
    }
    var all = new TreeMap<>(after.keyedTexts(Listener.TAGS));
    all.putAll(AwsTags.ownership(target.stack(), target.id()));
    String arn =
        loadBalancing
            .createListener(
                request -> {
                  request.loadBalancerArn(loadBalancerArn).tags(ResourceTags.of(all));
                  after.whole(Listener.PORT).ifPresent(request::port);
                  after.text(Listener.PROTOCOL).ifPresent(request::protocol);
                  after.text(Listener.SSL_POLICY).ifPresent(request::sslPolicy);
                  if (!wanted.isEmpty()) {
                    request.certificates(ListenerCertificates.certificate(wanted.getFirst()));
                  }
                  request.defaultActions(ListenerActions.write(after, Listener.DEFAULT_ACTIONS));
                })
            .listeners()
            .getFirst()
            .listenerArn();
    certificates.add(arn, wanted, List.of());
    return new Outcome.Done(outputs(arn));
  }

  /**
   * New certificates come before the default changes and old ones go after it, so that each host
   * name has one all the time.
   */
  @Override
  public Outcome update(Target target, Present observed) {
    String arn = observed.physicalId();
    List<String> before = AttributeValues.of(observed.spec().values()).texts(Listener.CERTIFICATES);
    List<String> wanted = target.after().texts(Listener.CERTIFICATES);
    boolean encrypted = !before.isEmpty();
    if (encrypted) {
      certificates.add(arn, wanted, before.subList(1, before.size()));
    }
    Optional<String> otherDefault =
        wanted.stream()
            .limit(1)
            .filter(each -> !encrypted || !each.equals(before.getFirst()))
            .findFirst();
    if (target.changesAny(MODIFIED) || otherDefault.isPresent()) {
      modify(arn, target, otherDefault);
    }
    if (!encrypted) {
      certificates.add(arn, wanted, List.of());
    } else if (!wanted.isEmpty() && target.changes(Listener.CERTIFICATES)) {
      certificates.removeAllBut(arn, wanted);
    }
    retag(observed, target.keysToSet(Listener.TAGS), target.keysToRemove(Listener.TAGS));
    return new Outcome.Done(outputs(arn));
  }

  private void modify(String arn, Target target, Optional<String> otherDefault) {
    AttributeValues after = target.after();
    boolean reprotocolled = target.changes(Listener.PROTOCOL);
    loadBalancing.modifyListener(
        request -> {
          request.listenerArn(arn);
          if (target.changes(Listener.PORT)) {
            after.whole(Listener.PORT).ifPresent(request::port);
          }
          if (reprotocolled) {
            after.text(Listener.PROTOCOL).ifPresent(request::protocol);
          }
          if (reprotocolled || target.changes(Listener.SSL_POLICY)) {
            after.text(Listener.SSL_POLICY).ifPresent(request::sslPolicy);
          }
          otherDefault.ifPresent(
              certificate -> request.certificates(ListenerCertificates.certificate(certificate)));
          if (target.changes(Listener.DEFAULT_ACTIONS)) {
            request.defaultActions(ListenerActions.write(after, Listener.DEFAULT_ACTIONS));
          }
        });
  }

  @Override
  public Outcome delete(Removal removal) {
    return Deletion.by(
        () ->
            loadBalancing.deleteListener(
                request -> request.listenerArn(removal.observed().physicalId())));
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    tags.change(observed.physicalId(), set, removed);
  }

  private static Map<String, Value> outputs(String arn) {
    return Map.of(Listener.OUTPUT_ARN, Value.text(arn));
  }
}
