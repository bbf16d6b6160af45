package dev.hastack.sandbox.aws.sqs;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Table;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The queues of a region, and their messages. */
final class Store {
  /** "You must wait 60 seconds after the queue is deleted" (API reference, DeleteQueue). */
  private static final Duration NAME_BLOCKED = Duration.ofSeconds(60);

  private final Foundation foundation;
  private final Table<QueueRow> rows;
  private final Map<String, Mailbox> mailboxes = new TreeMap<>();
  private final Map<String, Instant> deleted = new TreeMap<>();

  Store(Foundation foundation) {
    this.foundation = foundation;
    this.rows = new Table<>(foundation.time());
  }

  void create(QueueRow row) {
    rows.put(row.name(), row);
    mailboxes.put(row.name(), new Mailbox(foundation.time()));
    // Whoever waits at the queue of this name that was there before hears that it is gone.
    foundation.time().stir();
  }

  void put(QueueRow row) {
    rows.put(row.name(), row);
  }

  void remove(QueueRow row) {
    rows.remove(row.name());
    mailboxes.remove(row.name());
    deleted.put(row.name(), foundation.time().now());
    foundation.time().stir();
  }

  boolean wasDeletedRecently(String name) {
    Instant when = deleted.get(name);
    return when != null && when.plus(NAME_BLOCKED).isAfter(foundation.time().now());
  }

  Mailbox mailbox(QueueRow row) {
    Mailbox mailbox = mailboxes.get(row.name());
    if (mailbox == null) {
      throw missing();
    }
    return mailbox;
  }

  Optional<QueueRow> find(String name) {
    return rows.get(name);
  }

  List<QueueRow> all() {
    return rows.all();
  }

  List<QueueRow> seen() {
    return rows.all(foundation.call().readsAsOf());
  }

  Optional<QueueRow> byArn(String arn) {
    String name = arn.substring(arn.lastIndexOf(':') + 1);
    return rows.get(name).filter(row -> row.arn().equals(arn));
  }

  String url(String name) {
    return "https://sqs.%s.amazonaws.com/%s/%s"
        .formatted(foundation.region(), foundation.accountId(), name);
  }

  /**
   * The queue that a call names, as it is now. Host and scheme of the URL say nothing here: the
   * call has arrived.
   *
   * @throws ApiError if there is none
   */
  QueueRow named(@Nullable String url) {
    return rows.get(name(url)).orElseThrow(Store::missing);
  }

  /**
   * The same as the call in hand may see it.
   *
   * @throws ApiError if it sees none
   */
  QueueRow seen(@Nullable String url) {
    return rows.get(name(url), foundation.call().readsAsOf()).orElseThrow(Store::missing);
  }

  QueueRow seenByName(String name) {
    return rows.get(name, foundation.call().readsAsOf()).orElseThrow(Store::missing);
  }

  private String name(@Nullable String url) {
    if (url == null) {
      throw new ApiError(
          "MissingRequiredParameterException", "The request must contain the parameter QueueUrl.");
    }
    String[] path = path(url).split("/", -1);
    String name = path[path.length - 1];
    foundation.call().concerns(name);
    boolean foreign = path.length > 1 && !path[path.length - 2].equals(foundation.accountId());
    if (foreign) {
      throw missing();
    }
    return name;
  }

  private static String path(String url) {
    try {
      return URI.create(url).getPath();
    } catch (IllegalArgumentException malformed) {
      throw new ApiError(404, "InvalidAddress", "The address " + url + " is not valid.");
    }
  }

  private static ApiError missing() {
    return new ApiError("QueueDoesNotExist", "The specified queue does not exist.");
  }
}
