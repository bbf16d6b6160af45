package dev.hastack.provider.aws;

import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Builds every name on AWS. Whose a thing is, its tags say, never its name.
 *
 * <p>{@code <stack>-<role>-<8 hex>}, where the hash is over cluster, namespace, name, resource id
 * and, for a kind whose replacement must exist beside it, the immutable attributes. The readable
 * part is cut to the service's limit, the hash never.
 */
public final class AwsNames {
  /** Elastic Load Balancing API reference, CreateTargetGroup. */
  private static final int TARGET_GROUP_CHARACTERS = 32;

  /** Elastic Load Balancing API reference, CreateLoadBalancer. */
  private static final int LOAD_BALANCER_CHARACTERS = 32;

  /** EC2 API reference, CreateLaunchTemplate. */
  private static final int LAUNCH_TEMPLATE_CHARACTERS = 128;

  /** Auto Scaling API reference, CreateAutoScalingGroup. */
  private static final int AUTO_SCALING_GROUP_CHARACTERS = 255;

  /**
   * CreateDBCluster takes 63, and so does CreateDBClusterSnapshot: the name of the final snapshot
   * is the cluster's and 41 characters more (Amazon RDS API reference).
   */
  private static final int DB_CLUSTER_CHARACTERS = 22;

  /** Amazon RDS API reference, CreateDBInstance. */
  private static final int DB_INSTANCE_CHARACTERS = 63;

  /** Amazon RDS API reference, CreateDBSubnetGroup. */
  private static final int DB_SUBNET_GROUP_CHARACTERS = 255;

  private static final String RULE_OF_LISTENER = "#";
  private static final String HOOK_OF_GROUP = "/";
  private static final int HASH_HEX_DIGITS = 8;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{" + HASH_HEX_DIGITS + "}");
  private static final Pattern FORBIDDEN = Pattern.compile("[^A-Za-z0-9]+");
  private static final Pattern LEADING = Pattern.compile("^[^A-Za-z]+");
  private static final Pattern TRAILING = Pattern.compile("-+$");

  private AwsNames() {}

  public static String launchTemplate(StackId stack, ResourceId id) {
    return build(stack, id, List.of(), LAUNCH_TEMPLATE_CHARACTERS);
  }

  public static String autoScalingGroup(StackId stack, ResourceId id) {
    return build(stack, id, List.of(), AUTO_SCALING_GROUP_CHARACTERS);
  }

  /**
   * The name of a target group.
   *
   * @param immutables the values that AWS cannot change, in a fixed order: another value is another
   *     target group, which must have another name
   */
  public static String targetGroup(StackId stack, ResourceId id, List<String> immutables) {
    return build(stack, id, immutables, TARGET_GROUP_CHARACTERS);
  }

  /** What the names of all target groups of this id begin with, whatever their immutables. */
  public static String targetGroupPrefix(StackId stack, ResourceId id) {
    return readable(stack, id, TARGET_GROUP_CHARACTERS) + "-";
  }

  /** Whether a name is one that only we give to target groups of this id. */
  public static boolean isTargetGroup(StackId stack, ResourceId id, String name) {
    String prefix = targetGroupPrefix(stack, id);
    return name.startsWith(prefix) && HASH.matcher(name.substring(prefix.length())).matches();
  }

  /**
   * The name of a load balancer.
   *
   * @param immutables as for a target group
   */
  public static String loadBalancer(StackId stack, ResourceId id, List<String> immutables) {
    return build(stack, id, immutables, LOAD_BALANCER_CHARACTERS);
  }

  /** What the names of all load balancers of this id begin with, whatever their immutables. */
  public static String loadBalancerPrefix(StackId stack, ResourceId id) {
    return readable(stack, id, LOAD_BALANCER_CHARACTERS) + "-";
  }

  /** RDS keeps names in lower case, which stack and resource names are in. */
  public static String dbCluster(StackId stack, ResourceId id) {
    return build(stack, id, List.of(), DB_CLUSTER_CHARACTERS);
  }

  public static String dbInstance(StackId stack, ResourceId id) {
    return build(stack, id, List.of(), DB_INSTANCE_CHARACTERS);
  }

  public static String dbSubnetGroup(StackId stack, ResourceId id) {
    return build(stack, id, List.of(), DB_SUBNET_GROUP_CHARACTERS);
  }

  /**
   * The snapshot taken before anything of a database is deleted.
   *
   * @param resourceId tells one life of the cluster's name from the next
   */
  public static String finalSnapshot(String dbCluster, String resourceId) {
    return dbCluster + "-final-" + resourceId.toLowerCase(Locale.ROOT);
  }

  /** The snapshot that AWS takes while it deletes the cluster, when nothing can write any more. */
  public static String lastSnapshot(String dbCluster, String resourceId) {
    return dbCluster + "-last-" + resourceId.toLowerCase(Locale.ROOT);
  }

  /** AWS gives listeners no name; this one tells them apart. */
  public static String listener(String loadBalancerName, ResourceId id) {
    return loadBalancerName + ":" + id.name();
  }

  /**
   * AWS gives rules no name; this one tells them apart.
   *
   * @param listener the listener's name, or its ARN where it is not ours
   */
  public static String listenerRule(String listener, ResourceId id) {
    return listener + RULE_OF_LISTENER + id.name();
  }

  /**
   * The ARN in the name of a rule whose listener is not ours: the only place that remembers where
   * such a rule was once the spec names another listener.
   */
  public static Optional<String> foreignListenerArn(String ruleName) {
    int end = ruleName.lastIndexOf(RULE_OF_LISTENER);
    return ruleName.startsWith("arn:") && end > 0
        ? Optional.of(ruleName.substring(0, end))
        : Optional.empty();
  }

  /**
   * The terminate hook on each of our groups: one name in a cluster, so that one EventBridge rule
   * finds the actions of all of them, and no other cluster's.
   */
  public static String terminateHook(String cluster) {
    return "hastack-terminate-" + Sha256.hex(HASH_HEX_DIGITS, List.of(cluster));
  }

  /** A hook's name is unique only within its group. */
  public static String lifecycleHook(String group, String hook) {
    return group + HOOK_OF_GROUP + hook;
  }

  /** Of the operator itself; an SQS queue's name has at most 80 characters. */
  public static String queue(StackId stack, ResourceId id) {
    return ofOperator(stack, id);
  }

  /** Of the operator itself; the name of a rule has at most 64 characters (PutRule). */
  public static String eventRule(StackId stack, ResourceId id) {
    return ofOperator(stack, id);
  }

  /** Short enough for whatever the operator keeps for itself: none of the ids is long. */
  private static String ofOperator(StackId stack, ResourceId id) {
    return "hastack-" + id.name() + "-" + hash(stack, id, List.of());
  }

  private static String build(
      StackId stack, ResourceId id, List<String> immutables, int characters) {
    return readable(stack, id, characters) + "-" + hash(stack, id, immutables);
  }

  private static String hash(StackId stack, ResourceId id, List<String> immutables) {
    var parts = new ArrayList<String>();
    parts.add(stack.cluster());
    parts.add(stack.namespace());
    parts.add(stack.name());
    parts.add(id.toString());
    parts.addAll(immutables);
    return Sha256.hex(HASH_HEX_DIGITS, parts);
  }

  private static String readable(StackId stack, ResourceId id, int characters) {
    String text = FORBIDDEN.matcher(stack.name() + "-" + id.name()).replaceAll("-");
    text = LEADING.matcher(text).replaceFirst("");
    if (text.isEmpty()) {
      text = "stack";
    }
    // A target group's name must not begin with "internal-" (CreateTargetGroup).
    if (text.startsWith("internal-")) {
      text = "s-" + text;
    }
    int room = characters - HASH_HEX_DIGITS - 1;
    text = text.length() > room ? text.substring(0, room) : text;
    return TRAILING.matcher(text).replaceFirst("");
  }
}
