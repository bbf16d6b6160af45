package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Instances;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Who hears of what befalls instances. What a listener brings about while it is told is told to
 * everybody afterwards, so that all hear everything in the same order.
 */
final class Audience {
  private final List<Instances.Listener> listeners = new ArrayList<>();
  private final Queue<Consumer<Instances.Listener>> untold = new ArrayDeque<>();
  private boolean telling;

  void add(Instances.Listener listener) {
    listeners.add(listener);
  }

  void tell(Consumer<Instances.Listener> news) {
    untold.add(news);
    if (telling) {
      return;
    }
    telling = true;
    try {
      for (var next = untold.poll(); next != null; next = untold.poll()) {
        listeners.forEach(next);
      }
    } finally {
      telling = false;
    }
  }
}
