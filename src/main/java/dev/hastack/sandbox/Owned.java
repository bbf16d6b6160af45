package dev.hastack.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** What was started and must be ended, the youngest first, also when a later start fails. */
final class Owned implements AutoCloseable {
  private final Deque<Runnable> endings = new ArrayDeque<>();

  <T> T own(T thing, Consumer<T> end) {
    endings.push(() -> end.accept(thing));
    return thing;
  }

  @Override
  public void close() {
    while (!endings.isEmpty()) {
      endings.pop().run();
    }
  }
}
