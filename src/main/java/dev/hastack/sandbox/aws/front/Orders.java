package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.util.function.Supplier;

/** Has things happen by order, and notes each order in the record. */
record Orders(SimulatedTime time, CallRecord record) {

  void give(String subject, String what, Runnable incident) {
    ask(
        subject,
        what,
        () -> {
          incident.run();
          return subject;
        });
  }

  <T> T ask(String subject, String what, Supplier<T> incident) {
    return time.exclusively(
        () -> {
          record.note(time.now(), subject, "by order: " + what);
          return incident.get();
        });
  }
}
