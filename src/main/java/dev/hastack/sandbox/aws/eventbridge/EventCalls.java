package dev.hastack.sandbox.aws.eventbridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hastack.sandbox.aws.world.Events;
import dev.hastack.sandbox.aws.world.Foundation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** Events of others than AWS: EventBridge API reference, PutEvents. */
record EventCalls(Foundation foundation, Bus bus) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 10;

  PutEventsResponse put(PutEventsRequest request) {
    if (request.entries().isEmpty() || request.entries().size() > MOST) {
      throw RuleCalls.invalid("Value at 'entries' must have between 1 and 10 members");
    }
    List<PutEventsResultEntry> results = new ArrayList<>();
    request.entries().forEach(entry -> results.add(result(entry)));
    long failed = results.stream().filter(result -> result.errorCode() != null).count();
    return PutEventsResponse.builder().failedEntryCount((int) failed).entries(results).build();
  }

  private PutEventsResultEntry result(PutEventsRequestEntry entry) {
    if (entry.source() == null || entry.detailType() == null || entry.detail() == null) {
      return failed("InvalidArgument", "Parameter Source, DetailType or Detail is not valid.");
    }
    if (entry.source().startsWith("aws.")) {
      return failed("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    Optional<ObjectNode> detail = detail(entry.detail());
    if (detail.isEmpty()) {
      return failed("MalformedDetail", "Detail is malformed.");
    }
    Instant time = entry.time() == null ? foundation.time().now() : entry.time();
    String id =
        bus.publish(
            new Events.Event(
                entry.source(), entry.detailType(), time, entry.resources(), detail.get()));
    return PutEventsResultEntry.builder().eventId(id).build();
  }

  private static Optional<ObjectNode> detail(String text) {
    try {
      return JSON.readTree(text) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }

  private static PutEventsResultEntry failed(String code, String message) {
    return PutEventsResultEntry.builder().errorCode(code).errorMessage(message).build();
  }
}
