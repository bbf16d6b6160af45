package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What becomes of a request, as a value: a list of structures, each with a {@link #TYPE} and the
 * members of that type (Elastic Load Balancing API reference, Action). AWS's defaults are written
 * out, so that what is wanted and what AWS answers are equal.
 */
public final class Actions {
  public static final String TYPE = "Type";
  public static final String FORWARD = "forward";
  public static final String REDIRECT = "redirect";
  public static final String FIXED_RESPONSE = "fixed-response";

  /** Of a forward: a list of structures of the two members below. */
  public static final String TARGET_GROUPS = "TargetGroups";

  public static final String TARGET_GROUP_ARN = "TargetGroupArn";
  public static final String WEIGHT = "Weight";

  /** Of a forward whose clients stay with one target group: for how many seconds. */
  public static final String STICKINESS_SECONDS = "TargetGroupStickinessSeconds";

  public static final String PROTOCOL = "Protocol";
  public static final String PORT = "Port";
  public static final String HOST = "Host";
  public static final String PATH = "Path";
  public static final String QUERY = "Query";
  public static final String STATUS_CODE = "StatusCode";
  public static final String CONTENT_TYPE = "ContentType";
  public static final String MESSAGE_BODY = "MessageBody";

  /** Application Load Balancer user guide, Quotas: "Target groups per action". */
  private static final int MOST_TARGET_GROUPS = 5;

  private Actions() {}

  /** Sends everything to one target group. */
  public static Value forwardTo(Value targetGroupArn) {
    return forward(List.of(target(targetGroupArn, 1)));
  }

  /** A target group and its share of the requests. */
  public static Value target(Value targetGroupArn, long weight) {
    return Value.struct(Map.of(TARGET_GROUP_ARN, targetGroupArn, WEIGHT, Value.whole(weight)));
  }

  /** Shares requests between target groups. */
  public static Value forward(List<Value> targets) {
    return Value.list(
        List.of(
            Value.struct(Map.of(TYPE, Value.text(FORWARD), TARGET_GROUPS, Value.list(targets)))));
  }

  /**
   * The same actions with one more target group, that gets no request: it is in use then, and its
   * servers are checked.
   */
  public static Value withIdle(Value actions, Value targetGroupArn) {
    return with(actions, target(targetGroupArn, 0));
  }

  /**
   * The same actions with one more target group, that gets as much as another that is there.
   *
   * @param likeArn of the other
   */
  public static Value shared(Value actions, Value targetGroupArn, Value likeArn) {
    long weight =
        targets(actions)
            .filter(each -> arn(each).equals(Optional.of(likeArn)))
            .map(each -> ((Value.Struct) each).members().get(WEIGHT))
            .mapToLong(each -> each instanceof Value.Whole whole ? whole.number() : 1)
            .findFirst()
            .orElse(1);
    return with(actions, target(targetGroupArn, weight));
  }

  /** Whether AWS takes no further target group beside those that they forward to. */
  public static boolean areFull(Value actions) {
    return targets(actions).count() >= MOST_TARGET_GROUPS;
  }

  private static Stream<Value> targets(Value actions) {
    return ((Value.Sequence) actions)
        .items().stream()
            .map(action -> ((Value.Struct) action).members().get(TARGET_GROUPS))
            .flatMap(
                groups ->
                    groups instanceof Value.Sequence sequence
                        ? sequence.items().stream()
                        : Stream.empty());
  }

  private static Value with(Value actions, Value target) {
    Optional<Value> arn = arn(target);
    var changed = new ArrayList<Value>();
    for (Value action : ((Value.Sequence) actions).items()) {
      var members = new TreeMap<>(((Value.Struct) action).members());
      if (members.get(TARGET_GROUPS) instanceof Value.Sequence targets) {
        members.put(
            TARGET_GROUPS,
            Value.list(
                Stream.concat(
                        targets.items().stream().filter(each -> !arn(each).equals(arn)),
                        Stream.of(target))
                    .toList()));
      }
      changed.add(Value.struct(members));
    }
    return Value.list(changed);
  }

  private static Optional<Value> arn(Value target) {
    return Optional.ofNullable(((Value.Struct) target).members().get(TARGET_GROUP_ARN));
  }

  /** Whether two mean the same: the order of target groups in a forward says nothing. */
  static boolean areSame(Value wanted, Value found) {
    return sorted(wanted).equals(sorted(found));
  }

  private static Value sorted(Value value) {
    return switch (value) {
      case Value.Sequence sequence ->
          Value.list(
              sequence.items().stream()
                  .map(Actions::sorted)
                  .sorted(Comparator.comparing(Value::toString))
                  .toList());
      case Value.Struct struct -> {
        var members = new TreeMap<String, Value>();
        struct.members().forEach((name, member) -> members.put(name, sorted(member)));
        yield Value.struct(members);
      }
      case Value.Text text -> text;
      case Value.Whole whole -> whole;
      case Value.Flag flag -> flag;
      case Value.Pending pending -> pending;
    };
  }
}
