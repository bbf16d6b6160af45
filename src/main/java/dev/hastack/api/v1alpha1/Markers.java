package dev.hastack.api.v1alpha1;

/** Names of the annotations and the finalizer by which people and the operator mark an HAStack. */
public final class Markers {
  /**
   * Annotation; {@code "true"} holds every write to the cloud, deletion included, until removed.
   */
  public static final String PAUSED = HAStack.GROUP + "/paused";

  /**
   * Annotation; the digest of the plan that may be carried out, with {@code apply.policy:
   * OnApproval}.
   */
  public static final String APPROVED_PLAN = HAStack.GROUP + "/approved-plan";

  /** Annotation; any new value, by custom an RFC 3339 time, asks for a pass now. */
  public static final String RECONCILE_REQUESTED_AT = HAStack.GROUP + "/reconcile-requested-at";

  /** Finalizer; held until nothing of the stack is left in the cloud, or it was retained. */
  public static final String FINALIZER = HAStack.GROUP + "/finalizer";

  private Markers() {}
}
