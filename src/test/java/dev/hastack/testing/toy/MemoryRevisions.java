package dev.hastack.testing.toy;

import dev.hastack.core.plan.LastApplied;
import dev.hastack.engine.Revisions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps every save. */
public final class MemoryRevisions implements Revisions {
  private final Faults faults;
  private @Nullable String unreadable;
  private final List<LastApplied> saved = new ArrayList<>();

  public MemoryRevisions(Faults faults) {
    this.faults = faults;
  }

  /** One save is there already. */
  public MemoryRevisions(Faults faults, LastApplied kept) {
    this(faults);
    saved.add(kept);
  }

  /** From now on nobody can read what was saved. */
  public void becomeUnreadable(String why) {
    unreadable = why;
  }

  @Override
  public LastApplied load() {
    if (unreadable != null) {
      throw new Revisions.UnreadableException(unreadable);
    }
    return saved.isEmpty() ? LastApplied.nothing() : saved.getLast();
  }

  @Override
  public void save(LastApplied lastApplied) {
    faults.around("save", () -> saved.add(lastApplied));
  }

  /** Every save so far, oldest first. */
  public List<LastApplied> saves() {
    return List.copyOf(saved);
  }
}
