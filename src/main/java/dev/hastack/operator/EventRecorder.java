package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.status.Notice;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells people what happened, as Events of events.k8s.io/v1. What is said again within {@link
 * #SERIES_WINDOW} counts up a series instead of filling the namespace (KEP-383). An Event that
 * cannot be written is logged and forgotten: nothing depends on one.
 */
final class EventRecorder {

  /** Longest note the API server accepts, in bytes of UTF-8 (events.k8s.io/v1, {@code note}). */
  static final int MAX_NOTE_BYTES = 1_024;

  /** How long after it was last said something counts as said again. */
  static final Duration SERIES_WINDOW = Duration.ofMinutes(6);

  private static final String CONTROLLER = HAStack.GROUP + "/operator";
  private static final String ELLIPSIS = "…";
  private static final int MAX_REMEMBERED = 4_096;
  private static final Logger LOG = Logger.getLogger(EventRecorder.class);
  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final Map<Key, Said> said =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Said> eldest) {
          return size() > MAX_REMEMBERED;
        }
      };

  private record Key(String uid, Notice notice) {}

  private record Said(String eventName, int count, Instant last) {}

  /**
   * @param instance which replica tells
   */
  EventRecorder(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  void record(HAStack stack, Notice notice) {
    Key key = new Key(stack.getMetadata().getUid(), notice);
    Instant now = clock.instant();
    try {
      remember(key, tell(stack, key, now));
    } catch (KubernetesClientException e) {
      LOG.infof("Left an Event untold reason=%s: %s", notice.reason(), e.getMessage());
    }
  }

  private Said tell(HAStack stack, Key key, Instant now) {
    Optional<Said> before = recall(key, now);
    if (before.isPresent()) {
      try {
        return countUp(stack, before.get(), now);
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
          throw e;
        }
      }
    }
    return create(stack, key.notice(), now);
  }

  private Said countUp(HAStack stack, Said before, Instant now) {
    int count = before.count() + 1;
    var patch =
        Map.of("series", Map.of("count", count, "lastObservedTime", MICRO_TIME.format(now)));
    client
        .resources(Event.class)
        .inNamespace(stack.getMetadata().getNamespace())
        .withName(before.eventName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            client.getKubernetesSerialization().asJson(patch));
    return new Said(before.eventName(), count, now);
  }

  private Said create(HAStack stack, Notice notice, Instant now) {
    ObjectMeta regarding = stack.getMetadata();
    long nanos = now.getEpochSecond() * 1_000_000_000L + now.getNano();
    String name =
        regarding.getName()
            + "."
            + Long.toHexString(nanos)
            + Integer.toHexString(notice.hashCode() & 0xffff);
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(regarding.getNamespace())
            .endMetadata()
            .withEventTime(new MicroTime(MICRO_TIME.format(now)))
            .withReportingController(CONTROLLER)
            .withReportingInstance(instance)
            .withType(notice.severity().name())
            .withReason(notice.reason().name())
            .withAction(notice.action())
            .withNote(cut(notice.message()))
            .withRegarding(
                new ObjectReferenceBuilder()
                    .withApiVersion(stack.getApiVersion())
                    .withKind(stack.getKind())
                    .withNamespace(regarding.getNamespace())
                    .withName(regarding.getName())
                    .withUid(regarding.getUid())
                    .withResourceVersion(regarding.getResourceVersion())
                    .build())
            .build();
    client.resource(event).create();
    return new Said(name, 1, now);
  }

  /** Between two characters, never inside one. */
  private static String cut(String message) {
    if (message.getBytes(StandardCharsets.UTF_8).length <= MAX_NOTE_BYTES) {
      return message;
    }
    int ellipsisBytes = ELLIPSIS.getBytes(StandardCharsets.UTF_8).length;
    CharBuffer rest = CharBuffer.wrap(message);
    CoderResult unused =
        StandardCharsets.UTF_8
            .newEncoder()
            .encode(rest, ByteBuffer.allocate(MAX_NOTE_BYTES - ellipsisBytes), true);
    return message.substring(0, rest.position()) + ELLIPSIS;
  }

  private synchronized Optional<Said> recall(Key key, Instant now) {
    return Optional.ofNullable(said.get(key))
        .filter(before -> Duration.between(before.last(), now).compareTo(SERIES_WINDOW) < 0);
  }

  private synchronized void remember(Key key, Said now) {
    said.put(key, now);
  }
}
