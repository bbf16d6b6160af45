package dev.hastack.provider.aws.signal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hastack.core.signal.Signal;
import dev.hastack.provider.SignalFeed.Content;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Makes signals of messages. One small parser a kind of event; shapes from the Amazon EC2 user
 * guide ("Spot Instance interruption notices", "EC2 instance rebalance recommendations", "State
 * change events"), the Amazon EC2 Auto Scaling user guide ("Use EventBridge to handle Auto Scaling
 * events", "Amazon EC2 Auto Scaling lifecycle hooks") and the AWS Health user guide ("EventBridge
 * schema"). Only {@code detail} tells the server: {@code resources} of a Spot notice may lack the
 * account and have a zone for a region.
 */
public final class EventReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
  private static final Set<String> GOING =
      Set.of("stopping", "stopped", "shutting-down", "terminated");

  private static final Map<String, Parser> PARSERS =
      Map.of(
          "EC2 Spot Instance Interruption Warning",
          (detail, at) ->
              List.of(
                  new Signal.InterruptionWarning(
                      instance(detail, "instance-id"), at, Signal.Market.SPOT)),
          "EC2 Capacity Reservation Instance Interruption Warning",
          (detail, at) ->
              List.of(
                  new Signal.InterruptionWarning(
                      instance(detail, "instance-id"), at, Signal.Market.CAPACITY_RESERVATION)),
          "EC2 Instance Rebalance Recommendation",
          (detail, at) ->
              List.of(new Signal.RebalanceRecommendation(instance(detail, "instance-id"), at)),
          "EC2 Instance State-change Notification",
          (detail, at) ->
              GOING.contains(text(detail, "state"))
                  ? List.of(new Signal.ServerGoing(instance(detail, "instance-id"), at))
                  : List.of(),
          "EC2 Instance-terminate Lifecycle Action",
          EventReader::lifecycleAction,
          "EC2 Instance-launch Lifecycle Action",
          (detail, at) -> List.of(),
          "EC2 Instance Launch Unsuccessful",
          (detail, at) ->
              List.of(
                  new Signal.LaunchFailed(
                      text(detail, "AutoScalingGroupName"),
                      at,
                      detail.path("StatusMessage").asText(""))),
          "AWS Health Event",
          EventReader::health);

  /** Another id would have AWS refuse the call for all that are asked for together. */
  private static final Pattern INSTANCE_ID = Pattern.compile("i-[0-9a-f]{1,17}");

  private interface Parser {
    List<Signal> parse(JsonNode detail, Instant at);
  }

  /** A message lacks what its kind always has. */
  private static final class MalformedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedException(String message) {
      super(message);
    }
  }

  private EventReader() {}

  /** What the body of a message says; never throws. */
  public static Content read(String body) {
    try {
      return read(JSON.readTree(body));
    } catch (JsonProcessingException e) {
      return new Content.Garbage("not JSON");
    } catch (MalformedException e) {
      return new Content.Garbage(String.valueOf(e.getMessage()));
    } catch (DateTimeException e) {
      return new Content.Garbage("a time that is none");
    }
  }

  private static Content read(JsonNode message) throws JsonProcessingException {
    if (!message.isObject()) {
      return new Content.Garbage("not an object");
    }
    if (message.path("Type").asText().equals("Notification") && message.has("Message")) {
      return read(JSON.readTree(text(message, "Message")));
    }
    if (message.has("detail-type")) {
      return event(message);
    }
    if (message.path("Event").asText().equals("autoscaling:TEST_NOTIFICATION")) {
      return new Content.News(List.of());
    }
    if (message.has("LifecycleTransition")) {
      // A hook with a notification target of its own writes to the queue directly.
      return new Content.News(lifecycleAction(message, time(message, "Time")));
    }
    return new Content.Garbage("neither an event nor a lifecycle action");
  }

  private static Content event(JsonNode message) {
    String kind = text(message, "detail-type");
    Parser parser = PARSERS.get(kind);
    return parser == null
        ? new Content.UnknownKind(kind)
        : new Content.News(parser.parse(message.path("detail"), time(message, "time")));
  }

  private static List<Signal> lifecycleAction(JsonNode detail, Instant at) {
    return text(detail, "LifecycleTransition").equals(TERMINATING)
        ? List.of(
            new Signal.TerminateHook(
                instance(detail, "EC2InstanceId"),
                at,
                text(detail, "AutoScalingGroupName"),
                text(detail, "LifecycleHookName")))
        : List.of();
  }

  /** Each page of an event lists its own servers, so pages need no putting together. */
  private static List<Signal> health(JsonNode detail, Instant at) {
    boolean scheduled =
        text(detail, "service").equals("EC2")
            && detail.path("eventTypeCategory").asText().equals("scheduledChange")
            && !detail.path("statusCode").asText().equals("closed");
    if (!scheduled) {
      return List.of();
    }
    String event = text(detail, "eventTypeCode");
    return StreamSupport.stream(detail.path("affectedEntities").spliterator(), false)
        .map(entity -> entity.path("entityValue").asText())
        .filter(server -> INSTANCE_ID.matcher(server).matches())
        .<Signal>map(server -> new Signal.Maintenance(server, at, event))
        .toList();
  }

  private static String instance(JsonNode object, String field) {
    String id = text(object, field);
    if (!INSTANCE_ID.matcher(id).matches()) {
      throw new MalformedException("no id of an instance");
    }
    return id;
  }

  private static String text(JsonNode object, String field) {
    String text = object.path(field).asText("");
    if (text.isEmpty()) {
      throw new MalformedException("no " + field);
    }
    return text;
  }

  private static Instant time(JsonNode message, String field) {
    return OffsetDateTime.parse(text(message, field)).toInstant();
  }
}
