package dev.hastack.sandbox.aws.autoscaling;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instances.TemplateVersion;
import java.util.List;
import java.util.Map;

/**
 * What whoever gives a group a template must be allowed to do: as if to launch servers from it
 * ("Control Amazon EC2 launch template usage in Auto Scaling groups", Auto Scaling user guide).
 */
record LaunchRights(Foundation foundation) {
  private static final String LAUNCH = "ec2:RunInstances";

  /** Service authorization reference, Amazon EC2, RunInstances: what every launch takes. */
  private static final List<String> NEEDED =
      List.of("instance", "network-interface", "security-group", "subnet", "volume");

  /**
   * Requires it.
   *
   * @throws dev.hastack.sandbox.aws.world.ApiError if the caller lacks any of it
   */
  void require(TemplateVersion version) {
    String template = foundation.arn("ec2", "launch-template/" + version.templateId());
    Map<String, String> fromTemplate = Map.of("ec2:LaunchTemplate", template);
    var call = foundation.call();
    call.require(LAUNCH, template, fromTemplate);
    NEEDED.forEach(
        kind -> call.require(LAUNCH, foundation.arn("ec2", kind + "/new"), fromTemplate));
    version
        .imageId()
        .ifPresent(
            id ->
                call.require(
                    LAUNCH,
                    "arn:aws:ec2:%s::image/%s".formatted(foundation.region(), id),
                    fromTemplate));
    if (version.tagsVolumes()) {
      call.require(
          "ec2:CreateTags",
          foundation.arn("ec2", "volume/new"),
          Map.of("ec2:CreateAction", "RunInstances"));
    }
    version
        .instanceProfile()
        .ifPresent(
            profile ->
                call.require(
                    "iam:PassRole",
                    roleOf(profile),
                    Map.of("iam:PassedToService", "ec2.amazonaws.com")));
  }

  /** Roles are not modelled: a profile's role has its name. */
  private String roleOf(String profile) {
    String name = profile.substring(profile.lastIndexOf('/') + 1);
    return "arn:aws:iam::%s:role/%s".formatted(foundation.accountId(), name);
  }
}
