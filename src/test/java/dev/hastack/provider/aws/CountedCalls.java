package dev.hastack.provider.aws;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Remembers every call, as the provider's own wrapper reports it. */
final class CountedCalls implements AwsCallListener {

  record Call(String service, String operation, String outcome) {}

  private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
  private final Queue<String> throttled = new ConcurrentLinkedQueue<>();

  @Override
  public void called(String service, String operation, String outcome, Duration duration) {
    calls.add(new Call(service, operation, outcome));
  }

  @Override
  public void throttled(String service, String operation, int attempts) {
    throttled.add(service + ":" + operation + " " + attempts);
  }

  List<String> throttled() {
    return List.copyOf(throttled);
  }

  void forget() {
    calls.clear();
  }

  List<Call> all() {
    return List.copyOf(calls);
  }

  List<String> writes() {
    return calls.stream()
        .map(Call::operation)
        .filter(operation -> !AwsCallListener.isRead(operation))
        .toList();
  }
}
