package dev.hastack.engine.interruption;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The messages that are here. Confined to the lock of {@link InterruptionDesk}. */
final class Receipts {
  private final Set<String> inHand = new HashSet<>();
  private final Set<String> done = new LinkedHashSet<>();

  /** One that is to have an effect. */
  void take(String receipt) {
    inHand.add(receipt);
  }

  /** Those had their effect, and are not needed any more. */
  void finish(Collection<String> receipts) {
    receipts.forEach(inHand::remove);
    done.addAll(receipts);
  }

  /** One that the queue may give to somebody else. */
  void leave(String receipt) {
    inHand.remove(receipt);
  }

  /** Those that have not had their effect, which want to be kept. */
  Set<String> inHand() {
    return Set.copyOf(inHand);
  }

  int count() {
    return inHand.size() + done.size();
  }

  /** Hands out, once, some of those that are not needed any more, the oldest first. */
  List<String> finished(int most) {
    var some = new ArrayList<String>();
    for (Iterator<String> each = done.iterator(); each.hasNext() && some.size() < most; ) {
      some.add(each.next());
      each.remove();
    }
    return some;
  }
}
