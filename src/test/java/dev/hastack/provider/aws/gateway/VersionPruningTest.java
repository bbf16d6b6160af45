package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.Tag;

class VersionPruningTest {

  /** Notes what it is asked to delete. */
  private static final class NotingEc2 implements Ec2Client {
    private final List<String> deleted = new ArrayList<>();

    @Override
    public DeleteLaunchTemplateVersionsResponse deleteLaunchTemplateVersions(
        DeleteLaunchTemplateVersionsRequest request) {
      deleted.addAll(request.versions());
      return DeleteLaunchTemplateVersionsResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "ec2";
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }

  private final NotingEc2 ec2 = new NotingEc2();

  private static List<LaunchTemplateVersion> versions(long count, long byDefault) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(
            number ->
                LaunchTemplateVersion.builder()
                    .versionNumber(number)
                    .defaultVersion(number == byDefault)
                    .build())
        .toList();
  }

  @Test
  void shouldKeepTenNewest() {
    // When
    new VersionPruning(ec2, account(List.of(), List.of(), versions(13, 13))).prune("lt-1");

    // Then
    assertThat(ec2.deleted).containsExactlyInAnyOrder("1", "2", "3");
  }

  @Test
  void shouldDeleteNothingWhenThereAreTen() {
    // When
    new VersionPruning(ec2, account(List.of(), List.of(), versions(10, 1))).prune("lt-1");

    // Then
    assertThat(ec2.deleted).isEmpty();
  }

  @Test
  void shouldKeepWhatIsDefaultNamedByGroupsOrRunning() {
    // Given
    var named =
        AutoScalingGroup.builder()
            .launchTemplate(template -> template.launchTemplateId("lt-1").version("2"))
            .build();
    var pinned =
        AutoScalingGroup.builder()
            .mixedInstancesPolicy(
                policy ->
                    policy.launchTemplate(
                        template ->
                            template.launchTemplateSpecification(
                                spec -> spec.launchTemplateId("lt-1").version("3"))))
            .build();
    var anothers =
        AutoScalingGroup.builder()
            .launchTemplate(template -> template.launchTemplateId("lt-2").version("5"))
            .build();
    var running =
        Instance.builder()
            .tags(Tag.builder().key("aws:ec2launchtemplate:version").value("4").build())
            .build();

    // When
    new VersionPruning(
            ec2, account(List.of(named, pinned, anothers), List.of(running), versions(16, 1)))
        .prune("lt-1");

    // Then
    assertThat(ec2.deleted).containsExactlyInAnyOrder("5", "6");
  }

  private static FixedInventory account(
      List<AutoScalingGroup> groups,
      List<Instance> instances,
      List<LaunchTemplateVersion> versions) {
    return new FixedInventory(groups, List.of(), instances, versions);
  }
}
