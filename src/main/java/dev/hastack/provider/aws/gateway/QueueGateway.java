package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.SIGNALS_QUEUES;

import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.JsonValues;
import dev.hastack.provider.aws.resource.Queue;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues, each asked for by its name: a list of them has neither attributes nor tags. */
public final class QueueGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          SIGNALS_QUEUES.toCall("sqs:GetQueueUrl", "The queue is found by its name."),
          SIGNALS_QUEUES.toCall(
              "sqs:GetQueueAttributes", "The queue is compared with what it should be."),
          SIGNALS_QUEUES.toCall(
              "sqs:ListQueueTags", "Tags say whether a queue of our name is ours."),
          SIGNALS_QUEUES.toCall(
              "sqs:CreateQueue",
              "Events wait in a queue, and those that nobody could read in another."),
          SIGNALS_QUEUES.toCall(
              "sqs:SetQueueAttributes", "Retention, policy and encryption of the queue are kept."),
          SIGNALS_QUEUES.toCall(
              "sqs:TagQueue",
              "A queue is marked as ours, by the call that makes it too (API reference,"
                  + " CreateQueue)."),
          SIGNALS_QUEUES.toCall("sqs:UntagQueue", "Tags that nobody wants any more go."),
          SIGNALS_QUEUES.toCall(
              "sqs:DeleteQueue", "The queues go when no stack of the place drains Spot."));

  /** Of the two spellings of the code, with and without a prefix, the end that they share. */
  private static final String DELETED_RECENTLY = "QueueDeletedRecently";

  private final SqsClient sqs;

  public QueueGateway(SqsClient sqs) {
    this.sqs = sqs;
  }

  /** A queue as SQS tells of it. */
  private record Live(
      String name, String url, Map<String, String> attributes, Map<String, String> tags) {}

  @Override
  public String kind() {
    return Queue.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    var names = new TreeMap<>(expected);
    ids.forEach(id -> names.putIfAbsent(AwsNames.queue(stack, id), id));
    var claims = new Claims<Live>(kind(), stack, names);
    for (String name : names.keySet()) {
      find(name).ifPresent(live -> judge(claims, stack, live));
    }
    return new Reading(
        claims.claims().stream()
            .map(claim -> new Reading.Found(claim.id(), present(claim)))
            .toList(),
        claims.foreignCopies());
  }

  private static void judge(Claims<Live> claims, StackId stack, Live live) {
    claims.judge(
        live,
        live.name(),
        live.tags(),
        claims.claimed(live.tags()).map(id -> AwsNames.queue(stack, id)));
  }

  private Optional<Live> find(String name) {
    try {
      String url = sqs.getQueueUrl(request -> request.queueName(name)).queueUrl();
      Map<String, String> attributes =
          sqs.getQueueAttributes(
                  request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
              .attributesAsStrings();
      Map<String, String> tags = sqs.listQueueTags(request -> request.queueUrl(url)).tags();
      return Optional.of(new Live(name, url, attributes, tags));
    } catch (AwsCallException refused) {
      if (refused.failure().kind() == FailureKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  private static Present present(Claims.Claim<Live> claim) {
    Live live = claim.thing();
    return new Present(
        live.name(),
        live.attributes().getOrDefault("QueueArn", live.name()),
        new Queue(attributes(live)),
        outputs(live.url()),
        claim.ownership(),
        Health.HEALTHY,
        Optional.empty(),
        Map.of());
  }

  /** SQS leaves out what is not set. */
  private static AttributeValues attributes(Live live) {
    var values =
        AttributeValues.builder()
            .text(Queue.KMS_MASTER_KEY_ID, "")
            .keyed(Queue.TAGS, AwsTags.attributes(live.tags()));
    Queue.NAMES.forEach(
        name -> {
          String text = live.attributes().get(name);
          if (text != null && !text.isEmpty()) {
            values.put(name, value(name, text));
          }
        });
    return values.build();
  }

  private static Value value(String name, String text) {
    return switch (name) {
      case Queue.KMS_MASTER_KEY_ID -> Value.text(text);
      case Queue.SQS_MANAGED_SSE_ENABLED -> Value.flag(Boolean.parseBoolean(text));
      case Queue.REDRIVE_POLICY -> redrivePolicy(JsonValues.read(text));
      default -> JsonValues.read(text);
    };
  }

  /** The count comes back as it was written, as a number or as text. */
  private static Value redrivePolicy(Value read) {
    if (!(read instanceof Value.Struct struct)) {
      return read;
    }
    var members = new TreeMap<>(struct.members());
    members.computeIfPresent(
        Queue.MAX_RECEIVE_COUNT, (name, count) -> JsonValues.read(count.toString()));
    return Value.struct(members);
  }

  @Override
  public Outcome create(Target target) {
    String name = target.physicalName();
    Optional<Live> standing = find(name);
    if (standing.isPresent()) {
      return Refusals.alreadyThere(target, standing.get().tags(), "sqs:CreateQueue", name);
    }
    Map<String, String> tags = new TreeMap<>(target.after().keyedTexts(Queue.TAGS));
    tags.putAll(AwsTags.ownership(target.stack(), target.id()));
    try {
      String url =
          sqs.createQueue(
                  request ->
                      request
                          .queueName(name)
                          .attributes(written(target.after(), Queue.NAMES, false))
                          .tags(tags))
              .queueUrl();
      return new Outcome.Done(outputs(url));
    } catch (AwsCallException refused) {
      if (refused.failure().code().endsWith(DELETED_RECENTLY)) {
        return new Outcome.Waiting("the name " + name + ", which a deleted queue blocks for 60 s");
      }
      throw refused;
    }
  }

  @Override
  public Outcome update(Target target, Present observed) {
    Set<String> changed = new TreeSet<>(target.changes().keySet());
    changed.retainAll(Queue.NAMES);
    // Only one kind of encryption can be on, so one is switched off by the call that switches the
    // other on.
    if (changed.contains(Queue.SQS_MANAGED_SSE_ENABLED)) {
      changed.add(Queue.KMS_MASTER_KEY_ID);
    }
    if (!changed.isEmpty()) {
      sqs.setQueueAttributes(
          request ->
              request.queueUrl(url(observed)).attributes(written(target.after(), changed, true)));
    }
    retag(observed, target.keysToSet(Queue.TAGS), target.keysToRemove(Queue.TAGS));
    return new Outcome.Done(observed.outputs());
  }

  /**
   * @param empties whether what is empty is written too, which takes it away
   */
  private static Map<QueueAttributeName, String> written(
      AttributeValues after, Collection<String> names, boolean empties) {
    var written = new HashMap<QueueAttributeName, String>();
    for (String name : names) {
      after
          .value(name)
          .map(value -> value instanceof Value.Struct ? JsonValues.write(value) : value.toString())
          .filter(text -> empties || !text.isEmpty())
          .ifPresent(text -> written.put(QueueAttributeName.fromValue(name), text));
    }
    return written;
  }

  @Override
  public Outcome delete(Removal removal) {
    return Deletion.by(() -> sqs.deleteQueue(request -> request.queueUrl(url(removal.observed()))));
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    if (!set.isEmpty()) {
      sqs.tagQueue(request -> request.queueUrl(url(observed)).tags(set));
    }
    if (!removed.isEmpty()) {
      sqs.untagQueue(request -> request.queueUrl(url(observed)).tagKeys(removed));
    }
  }

  private static String url(Present observed) {
    return Objects.requireNonNull(observed.outputs().get(Queue.OUTPUT_URL)).toString();
  }

  private static Map<String, Value> outputs(String url) {
    return Map.of(Queue.OUTPUT_URL, Value.text(url));
  }
}
