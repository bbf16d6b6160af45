package dev.hastack.reliability;

import dev.hastack.provider.aws.AwsCallListener;
import dev.hastack.sandbox.aws.wire.Backend;
import dev.hastack.sandbox.aws.wire.NoAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What befalls one life of the operator's process: at one of its writes, to AWS or to a revision,
 * it dies or an answer is lost. After its death nothing that it does has an effect.
 */
final class Fate {

  enum Kind {
    DIES_BEFORE,
    DIES_AFTER,
    ANSWER_LOST
  }

  /** The process is dead, and what it was doing stays half done. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** The name of a write of a revision. */
  static final String SAVE = "save revision";

  private static final int NEVER = -1;

  private final Kind kind;
  private final int at;
  private final List<String> writes = new ArrayList<>();
  private boolean dead;

  private Fate(Kind kind, int at) {
    this.kind = kind;
    this.at = at;
  }

  static Fate none() {
    return new Fate(Kind.ANSWER_LOST, NEVER);
  }

  /**
   * Something happens at one write.
   *
   * @param at which one, from 0
   */
  static Fate of(Kind kind, int at) {
    return new Fate(kind, at);
  }

  boolean isDead() {
    return dead;
  }

  /** The writes of this life so far, those that came to nothing included. */
  List<String> writes() {
    return List.copyOf(writes);
  }

  /** A call that only looks. */
  <T> T read(Supplier<T> work) {
    if (dead) {
      throw new NoAnswer("dead");
    }
    return work.get();
  }

  /** A write to AWS, which hears nothing more of a process that died. */
  <T> T write(String name, Supplier<T> work) {
    if (dead) {
      throw new NoAnswer("dead");
    }
    writes.add(name);
    if (writes.size() - 1 != at) {
      return work.get();
    }
    dead = kind != Kind.ANSWER_LOST;
    if (kind != Kind.DIES_BEFORE) {
      T unheard = work.get();
      throw new NoAnswer(kind + " at " + name + ", unheard " + unheard.getClass().getSimpleName());
    }
    throw new NoAnswer(kind + " at " + name);
  }

  /** What this befalls, between the process and AWS. */
  Backend before(Backend backend) {
    return call ->
        AwsCallListener.isRead(call.operation())
            ? read(() -> backend.answer(call))
            : write(call.operation(), () -> backend.answer(call));
  }

  /** A write of a revision: the API server's answer is never lost without the process dying. */
  void save(Runnable work) {
    if (dead) {
      throw new Died();
    }
    writes.add(SAVE);
    boolean now = writes.size() - 1 == at && kind != Kind.ANSWER_LOST;
    dead = now;
    if (!now || kind == Kind.DIES_AFTER) {
      work.run();
    }
    if (now) {
      throw new Died();
    }
  }
}
