package dev.hastack.engine.interruption;

import dev.hastack.provider.Fleets.Membership;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which server is of which group, and which group of which stack. Somebody else's servers are
 * remembered too, so that an account that is not ours alone costs no call a message. Confined to
 * the lock of the desk, but for {@link #stackOf}.
 */
final class Whose {
  /** How long a server of nobody known is not asked about again. */
  static final Duration FOREIGN = Duration.ofMinutes(10);

  private static final int FOREIGN_REMEMBERED = 20_000;

  /** Replaced as a whole, so that it is read without the lock. */
  private volatile Map<String, String> stackOfGroup = Map.of();

  private final Map<String, String> groupOfServer = new HashMap<>();

  /** Of servers that were there when everything was last known but once. */
  private final Map<String, String> ended = new HashMap<>();

  private final Map<String, Instant> foreign =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > FOREIGN_REMEMBERED;
        }
      };

  /** Everything is known anew; servers that ended since keep their group for a while. */
  void are(List<Membership> memberships) {
    var stacks = new HashMap<String, String>();
    memberships.forEach(each -> stacks.put(each.group(), each.stack()));
    stackOfGroup = Map.copyOf(stacks);
    ended.clear();
    ended.putAll(groupOfServer);
    groupOfServer.clear();
    ended.values().retainAll(stackOfGroup.keySet());
    for (Membership each : memberships) {
      each.servers().forEach(server -> isIn(server, each.group()));
    }
  }

  void isIn(String server, String group) {
    groupOfServer.put(server, group);
    foreign.remove(server);
  }

  void isForeign(String server, Instant now) {
    foreign.put(server, now.plus(FOREIGN));
  }

  boolean isKnownForeign(String server, Instant now) {
    Instant until = foreign.get(server);
    return until != null && now.isBefore(until);
  }

  Optional<String> groupOf(String server) {
    return Optional.ofNullable(groupOfServer.get(server))
        .or(() -> Optional.ofNullable(ended.get(server)));
  }

  /** All groups of a stack. */
  List<String> groupsOf(String stack) {
    return stackOfGroup.entrySet().stream()
        .filter(each -> each.getValue().equals(stack))
        .map(Map.Entry::getKey)
        .toList();
  }

  Set<String> stacks() {
    return Set.copyOf(stackOfGroup.values());
  }

  Optional<String> stackOf(String group) {
    return Optional.ofNullable(stackOfGroup.get(group));
  }
}
