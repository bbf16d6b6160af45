package dev.hastack.provider.aws;

import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tags by which a resource says whose it is. */
public final class AwsTags {
  /** The id of the Kubernetes cluster whose operator made it. */
  public static final String CLUSTER = "hastack.dev/cluster";

  /** {@code <namespace>/<name>} of its HAStack. */
  public static final String STACK = "hastack.dev/stack";

  /** {@code <Kind>/<name>}, its id inside the stack. */
  public static final String RESOURCE = "hastack.dev/resource";

  /** When its stack let go of it and left it standing. */
  public static final String RETAINED = "hastack.dev/retained";

  /** On a group: the process that is suspended for as long as its traffic moves. */
  public static final String SUSPENDED = "hastack.dev/suspended";

  /** On a group: since when nothing sends to its former target group. */
  public static final String TRAFFIC_MOVED = "hastack.dev/traffic-moved";

  /** On a zone's group: how many servers of impaired zones it has taken over. */
  public static final String TAKEN_OVER = "hastack.dev/taken-over";

  /** On a group: how many servers it was given by groups that go. */
  public static final String INHERITED = "hastack.dev/inherited";

  /** On a zone's group, where AWS keeps the number of servers: that its zone is impaired. */
  public static final String IMPAIRED = "hastack.dev/impaired";

  /** On a zone's group: how many servers it runs in the stead of those of impaired zones. */
  public static final String STANDS_IN = "hastack.dev/stands-in";

  /** On a group: that On-Demand stands in for Spot, how much of it, and since when. */
  public static final String ON_DEMAND_FALLBACK = "hastack.dev/on-demand-fallback";

  /**
   * On a database: whether its stack last wanted it protected. Tells a changed mind, for which
   * protection may be switched off, from somebody else's doing, for which it may not.
   */
  public static final String WANTED_PROTECTION = "hastack.dev/deletion-protection";

  /** On a snapshot: the stack whose database it is of. Not a tag of ownership. */
  public static final String SNAPSHOT_OF = "hastack.dev/snapshot-of";

  private static final Set<String> OF_GROUP_ALONE =
      Set.of(
          RETAINED,
          SUSPENDED,
          TRAFFIC_MOVED,
          TAKEN_OVER,
          INHERITED,
          IMPAIRED,
          STANDS_IN,
          ON_DEMAND_FALLBACK);

  private static final Set<String> OWNERSHIP = Set.of(CLUSTER, STACK, RESOURCE, RETAINED);
  private static final String AWS_PREFIX = "aws:";

  /** EC2 user guide, Tag your resources; RDS has the same limit. */
  private static final int VALUE_CHARACTERS = 256;

  private static final int HASH_HEX_DIGITS = 64;

  private AwsTags() {}

  /** Whether a tag of a group is meant for its instances too. */
  public static boolean isForInstances(String key) {
    return !OF_GROUP_ALONE.contains(key);
  }

  /** The tags that make a resource ours, given in the call that creates it. */
  public static SortedMap<String, String> ownership(StackId stack, ResourceId id) {
    var tags = new TreeMap<String, String>();
    tags.put(CLUSTER, stack.cluster());
    tags.put(STACK, stack.qualifiedName());
    tags.put(RESOURCE, id.toString());
    return tags;
  }

  /** The value of {@link #SNAPSHOT_OF}. */
  public static String snapshotOf(StackId stack) {
    return value(stack.cluster() + "/" + stack.qualifiedName());
  }

  /** A text as the value of a tag can hold it: a hash where it is too long. */
  public static String value(String text) {
    return text.length() <= VALUE_CHARACTERS ? text : Sha256.hex(HASH_HEX_DIGITS, List.of(text));
  }

  /** The resource of this stack that something with these tags claims to be. */
  public static Optional<ResourceId> claim(StackId stack, Map<String, String> tags) {
    String resource = tags.get(RESOURCE);
    if (resource == null
        || !stack.cluster().equals(tags.get(CLUSTER))
        || !stack.qualifiedName().equals(tags.get(STACK))) {
      return Optional.empty();
    }
    try {
      return Optional.of(ResourceId.parse(resource));
    } catch (IllegalArgumentException garbled) {
      return Optional.empty();
    }
  }

  /** The tags that are attributes of a resource: neither AWS's own nor those of ownership. */
  public static SortedMap<String, String> attributes(Map<String, String> tags) {
    var kept = new TreeMap<>(tags);
    kept.keySet().removeIf(key -> OWNERSHIP.contains(key) || key.startsWith(AWS_PREFIX));
    return kept;
  }
}
