package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.traffic.Routes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Who hears of changes to the way of requests. */
final class Changes {
  private final List<Routes.Listener> listeners = new ArrayList<>();

  void listen(Routes.Listener listener) {
    listeners.add(listener);
  }

  void tell(Consumer<Routes.Listener> news) {
    listeners.forEach(news);
  }

  static Routes.Target target(TargetKey key) {
    return new Routes.Target(key.groupArn(), key.id(), key.port());
  }
}
