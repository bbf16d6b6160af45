package dev.hastack.operator;

import dev.hastack.core.stack.Place;
import dev.hastack.operator.SignalQueues.SignalQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A queue that somebody else made and fills. */
record ForeignQueue(String url) {

  /** SQS API reference: endpoints, also those of older queues' URLs. */
  private static final Pattern REGION =
      Pattern.compile("https?://(?:sqs\\.([a-z0-9-]+)|([a-z]+-[a-z-]+-\\d)\\.queue)\\.ama.*");

  /** By the endpoint that its URL names, or else that of the place. */
  SignalQueue in(Place place) {
    Matcher matcher = REGION.matcher(url);
    String region = place.region();
    if (matcher.matches()) {
      region = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }
    return new SignalQueue(region, url);
  }
}
