package dev.hastack.sandbox.aws.front;

import java.util.OptionalDouble;

/** Who may come in, and how often. */
final class Admission {
  private final AccessKeys keys;
  private final Throttles throttles = new Throttles();
  private final Permissions permissions;

  Admission(AccessKeys keys, Permissions permissions) {
    this.keys = keys;
    this.permissions = permissions;
  }

  Principal identify(Visit visit) {
    return keys.identify(visit.wire().accessKeyId(), visit.dialect());
  }

  /**
   * Lets a call in. A token is spent before rights are looked at, so denied calls are throttled
   * too.
   *
   * @param rateFactor empty if nothing is throttled
   * @throws dev.hastack.sandbox.aws.world.ApiError if it is throttled or denied
   */
  void admit(Visit visit, OptionalDouble rateFactor) {
    var request = visit.wire().request();
    if (rateFactor.isPresent()
        && !throttles.admit(visit.call(), request, rateFactor.getAsDouble())) {
      throw visit.dialect().throttled();
    }
    if (visit.interference().cutsPages() && new Members(request).asksForNextPage()) {
      throw visit.dialect().unavailable();
    }
    permissions.requireFor(visit);
  }
}
