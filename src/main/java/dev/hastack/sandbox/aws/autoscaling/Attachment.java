package dev.hastack.sandbox.aws.autoscaling;

/** How far a target group is attached (API reference, LoadBalancerTargetGroupState). */
enum Attachment {
  ADDING("Adding"),
  ADDED("Added"),
  IN_SERVICE("InService"),
  REMOVING("Removing");

  private final String state;

  Attachment(String state) {
    this.state = state;
  }

  /** In AWS's words. */
  String state() {
    return state;
  }
}
