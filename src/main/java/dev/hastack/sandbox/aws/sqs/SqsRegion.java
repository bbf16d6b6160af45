package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Queues;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The Simple Queue Service in one region of one account. FIFO queues, permissions by AddPermission
 * and moving messages back from a dead-letter queue are not modelled.
 */
public final class SqsRegion {
  private final Foundation foundation;
  private final Store store;
  private final Post post;
  private final SqsClient service;

  public SqsRegion(Foundation foundation) {
    this(foundation, SqsOptions.usual());
  }

  public SqsRegion(Foundation foundation, SqsOptions options) {
    this.foundation = foundation;
    this.store = new Store(foundation);
    this.post = new Post(foundation, store, options);
    this.service = new SqsService(foundation, store, post);
  }

  /** What answers SQS's operations. */
  public SqsClient service() {
    return service;
  }

  /** The queues, as other services send to them. */
  public Queues queues() {
    return post;
  }

  /** From now on messages double and overtake each other like this. */
  public void become(SqsOptions options) {
    foundation.time().exclusively(() -> become(post, options));
  }

  private static SqsOptions become(Post post, SqsOptions options) {
    post.become(options);
    return options;
  }

  /** The names of the queues there are. */
  public List<String> names() {
    return foundation.time().exclusively(() -> store.all().stream().map(QueueRow::name).toList());
  }

  /**
   * Puts a message into a queue, whatever its policy says.
   *
   * @return its id
   * @throws IllegalArgumentException if there is no such queue
   */
  public String put(String queueName, String body) {
    return foundation
        .time()
        .exclusively(() -> post.post(named(queueName), body, Map.of(), null).id());
  }

  /** All that can be received from a queue now comes a second time. */
  public void repeat(String queueName) {
    foundation
        .time()
        .exclusively(
            () -> {
              post.repeat(named(queueName));
              return queueName;
            });
  }

  /** How many messages can be received from a queue now. */
  public int visible(String queueName) {
    return foundation.time().exclusively(() -> store.mailbox(named(queueName)).visible());
  }

  /** How many messages of a queue are in flight. */
  public int inFlight(String queueName) {
    return foundation.time().exclusively(() -> store.mailbox(named(queueName)).inFlight());
  }

  private QueueRow named(String queueName) {
    return store
        .find(queueName)
        .orElseThrow(() -> new IllegalArgumentException("no queue " + queueName));
  }
}
