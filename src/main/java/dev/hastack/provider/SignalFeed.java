package dev.hastack.provider;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.signal.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where the signals of one account and region come from. A message stays until it is deleted, and
 * comes again, here or to another reader, when its time is not extended. Every method blocks on the
 * network and may be called from many threads.
 */
public interface SignalFeed {

  /** What was received. */
  sealed interface Received {

    /**
     * Messages, or none within the time that was waited.
     *
     * @param cloudTime the cloud's clock when it answered, where the messages told
     */
    record Messages(List<Message> messages, Optional<Instant> cloudTime) implements Received {
      public Messages {
        messages = List.copyOf(messages);
      }
    }

    /** Nothing is known. */
    record Unread(Failure why) implements Received {}
  }

  /**
   * One message.
   *
   * @param receipt by which this copy of it is deleted or kept
   */
  record Message(String receipt, Content content) {}

  /** What a message says. */
  sealed interface Content {

    /** News, of which there may be none that concerns anybody. */
    record News(List<Signal> signals) implements Content {
      public News {
        signals = List.copyOf(signals);
      }
    }

    /** Well-formed, and of a kind that nobody here knows. */
    record UnknownKind(String kind) implements Content {}

    /** Cannot be made sense of. */
    record Garbage(String why) implements Content {}
  }

  /** Waits for messages. */
  Received receive(Duration wait);

  /** Messages that have had their effect, or can have none. */
  Optional<Failure> delete(Collection<String> receipts);

  /** Messages that are being handled still. */
  Optional<Failure> keep(Collection<String> receipts, Duration longer);
}
