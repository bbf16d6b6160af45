package dev.hastack.core.plan;

import java.util.Collection;
import java.util.List;

/** Why a change is in the plan. */
public enum ChangeReason {
  /** It is not there. */
  Missing,
  /** The spec says something else than what was last applied. */
  SpecChanged,
  /** The spec is the same, but a fact of the account it builds on is another (an image, a zone). */
  FactsChanged,
  /** A schedule asks for it. */
  Scheduled,
  /** The On-Demand fallback asks for it. */
  Fallback,
  /** Only a newer version of this operator wants it. */
  OperatorUpgraded,
  /** Somebody else changed it. */
  Drifted,
  /** AWS cannot change it in place. */
  CannotUpdateInPlace,
  /** The stack does not want it any more. */
  NoLongerDesired,
  /** It is there and does not work. */
  Unhealthy;

  /** What a person asked for outweighs what somebody else did, and that what only we want. */
  private static final List<ChangeReason> BY_WEIGHT =
      List.of(
          SpecChanged,
          FactsChanged,
          Scheduled,
          Fallback,
          CannotUpdateInPlace,
          Missing,
          NoLongerDesired,
          Unhealthy,
          Drifted,
          OperatorUpgraded);

  /** The one reason to give for several; {@link #SpecChanged} for none. */
  static ChangeReason weightiest(Collection<ChangeReason> reasons) {
    return BY_WEIGHT.stream().filter(reasons::contains).findFirst().orElse(SpecChanged);
  }
}
