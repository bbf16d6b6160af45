package dev.hastack.sandbox.aws.world;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;

/**
 * The default event bus of one region of one account, as AWS's services deal with it that announce
 * something there.
 */
@FunctionalInterface
public interface Events {
  /**
   * Something that is announced ("AWS service event metadata", EventBridge user guide). Account,
   * region and id are the bus's to add.
   *
   * @param source for example {@code aws.ec2}
   * @param detailType for example {@code EC2 Spot Instance Interruption Warning}
   * @param time when it happened; to the second on the wire
   * @param resources ARNs, in the order in which the service gives them
   */
  record Event(
      String source, String detailType, Instant time, List<String> resources, ObjectNode detail) {
    public Event {
      resources = List.copyOf(resources);
    }
  }

  /** Announces something to every rule that asks for it. */
  void announce(Event event);
}
