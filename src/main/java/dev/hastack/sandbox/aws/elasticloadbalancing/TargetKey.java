package dev.hastack.sandbox.aws.elasticloadbalancing;

import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/**
 * What tells one registration from another: an instance may be registered on several ports.
 *
 * @param id of an instance, or an IP address
 */
record TargetKey(String groupArn, String id, int port) {

  /** Of the table of targets; those of a group stand together in it. */
  String text() {
    return prefix(groupArn) + id + ':' + port;
  }

  /** What the text of all of a group's begins with. */
  static String prefix(String groupArn) {
    return groupArn + ' ';
  }

  TargetDescription description() {
    return TargetDescription.builder().id(id).port(port).build();
  }
}
