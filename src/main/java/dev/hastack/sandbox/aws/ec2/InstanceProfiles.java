package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfile;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateIamInstanceProfileSpecification;

/** The names of the account's instance profiles. IAM itself is not modelled. */
final class InstanceProfiles {
  private final String accountId;
  private final SortedSet<String> names = new TreeSet<>();

  InstanceProfiles(Foundation foundation) {
    this.accountId = foundation.accountId();
  }

  /** Sees that there is one. */
  void provide(String name) {
    names.add(name);
  }

  /**
   * What an instance shows of its profile.
   *
   * @throws ApiError if there is no such profile
   */
  IamInstanceProfile resolve(LaunchTemplateIamInstanceProfileSpecification asked) {
    String arn = asked.arn();
    if (arn != null) {
      String prefix = arnOf("");
      if (!arn.startsWith(prefix) || !names.contains(arn.substring(arn.lastIndexOf('/') + 1))) {
        throw invalid(arn, "arn", "Invalid IAM Instance Profile ARN");
      }
      return shown(arn.substring(arn.lastIndexOf('/') + 1));
    }
    String name = asked.name() == null ? "" : asked.name();
    if (!names.contains(name)) {
      throw invalid(name, "name", "Invalid IAM Instance Profile name");
    }
    return shown(name);
  }

  private IamInstanceProfile shown(String name) {
    return IamInstanceProfile.builder()
        .arn(arnOf(name))
        .id(
            "AIPA"
                + Ids.ofAmazon("profile", accountId, name).substring(10).toUpperCase(Locale.ROOT))
        .build();
  }

  private String arnOf(String name) {
    return "arn:aws:iam::%s:instance-profile/%s".formatted(accountId, name);
  }

  private static ApiError invalid(String value, String member, String why) {
    return new ApiError(
        "InvalidParameterValue",
        "Value (%s) for parameter iamInstanceProfile.%s is invalid. %s"
            .formatted(value, member, why));
  }
}
