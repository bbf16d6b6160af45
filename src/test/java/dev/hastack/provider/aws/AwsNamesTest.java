package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.resource.DbCluster;
import dev.hastack.provider.aws.resource.DbInstance;
import dev.hastack.provider.aws.resource.DbSubnetGroup;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsNamesTest {
  private static final ResourceId GROUP = new ResourceId("AutoScalingGroup", "app");
  private static final ResourceId TARGETS = new ResourceId("TargetGroup", "app");
  private static final ResourceId BALANCER = new ResourceId("LoadBalancer", "app");
  private static final List<String> IMMUTABLES =
      List.of("8000", "HTTP", "HTTP1", "instance", "vpc-1");

  private static StackId stack(String name) {
    return new StackId("7f0c", "shop", name);
  }

  @Test
  void shouldNeverChangeNamesThatAreInUse() {
    // A name that changed with a release would orphan every resource made before it.
    assertThat(AwsNames.autoScalingGroup(stack("storefront"), GROUP))
        .isEqualTo("storefront-app-af200f7e");
    assertThat(AwsNames.targetGroup(stack("storefront"), TARGETS, IMMUTABLES))
        .isEqualTo("storefront-app-505e73df");
    assertThat(
            AwsNames.launchTemplate(stack("storefront"), new ResourceId("LaunchTemplate", "app")))
        .isEqualTo("storefront-app-f92bd1db");
    assertThat(
            AwsNames.loadBalancer(
                stack("storefront"), BALANCER, List.of("application", "internet-facing")))
        .isEqualTo("storefront-app-28752799");
    assertThat(AwsNames.dbCluster(stack("storefront"), DbCluster.DB))
        .isEqualTo("storefront-db-581f4aae");
    assertThat(AwsNames.dbInstance(stack("storefront"), DbInstance.id(1)))
        .isEqualTo("storefront-1-74f059ca");
    assertThat(AwsNames.dbSubnetGroup(stack("storefront"), DbSubnetGroup.DB))
        .isEqualTo("storefront-db-e9f05a92");
    assertThat(AwsNames.terminateHook("7f0c")).isEqualTo("hastack-terminate-2ea2ddd4");
  }

  @Test
  void shouldNameTerminateHookAfterItsClusterOnly() {
    assertThat(AwsNames.terminateHook("7f0c")).isNotEqualTo(AwsNames.terminateHook("7f0d"));
    assertThat(AwsNames.lifecycleHook("storefront-app-af200f7e", AwsNames.terminateHook("7f0c")))
        .isEqualTo("storefront-app-af200f7e/" + AwsNames.terminateHook("7f0c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "storefront",
        "a234567890123456789012345678901234567890",
        "internal-tools",
        "a-2345678901234567890-"
      })
  void shouldKeepToTargetGroupRulesWhateverTheStackIsCalled(String name) {
    // When
    String built = AwsNames.targetGroup(stack(name), TARGETS, IMMUTABLES);

    // Then
    assertThat(built)
        .hasSizeLessThanOrEqualTo(32)
        .matches("[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*-[0-9a-f]{8}")
        .doesNotStartWith("internal-")
        .startsWith(AwsNames.targetGroupPrefix(stack(name), TARGETS));
  }

  @Test
  void shouldDifferWhenAnyPartOfTheIdentityDiffers() {
    // Given
    String one = AwsNames.autoScalingGroup(stack("web"), GROUP);

    // Then
    assertThat(one)
        .isNotEqualTo(AwsNames.autoScalingGroup(new StackId("other", "shop", "web"), GROUP))
        .isNotEqualTo(AwsNames.autoScalingGroup(new StackId("7f0c", "other", "web"), GROUP))
        .isNotEqualTo(
            AwsNames.autoScalingGroup(stack("web"), new ResourceId("AutoScalingGroup", "blue")));
  }

  @Test
  void shouldDifferWhenImmutablesDiffer() {
    assertThat(AwsNames.targetGroup(stack("web"), TARGETS, IMMUTABLES))
        .isNotEqualTo(
            AwsNames.targetGroup(
                stack("web"), TARGETS, List.of("9000", "HTTP", "HTTP1", "instance", "vpc-1")));
  }

  @Test
  void shouldBeginWithLetterWhenStackNameDoesNot() {
    assertThat(AwsNames.autoScalingGroup(stack("4you"), GROUP)).startsWith("you-app-");
    assertThat(AwsNames.autoScalingGroup(stack("44"), new ResourceId("AutoScalingGroup", "1")))
        .startsWith("stack-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a234567890123456789012345678901234567890", "internal-tools"})
  void shouldKeepToLoadBalancerRulesWhateverTheStackIsCalled(String name) {
    // When
    String built = AwsNames.loadBalancer(stack(name), BALANCER, List.of("application", "internal"));

    // Then
    assertThat(built)
        .hasSizeLessThanOrEqualTo(32)
        .matches("[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*-[0-9a-f]{8}")
        .doesNotStartWith("internal-")
        .startsWith(AwsNames.loadBalancerPrefix(stack(name), BALANCER));
  }

  @Test
  void shouldNameListenersAndRulesAfterWhatTheyBelongTo() {
    // Given
    var listener = new ResourceId("Listener", "443");
    var rule = new ResourceId("ListenerRule", "443-10");

    // When
    String ofListener = AwsNames.listener("web-app-0a1b2c3d", listener);

    // Then
    assertThat(ofListener).isEqualTo("web-app-0a1b2c3d:443");
    assertThat(AwsNames.listenerRule(ofListener, rule)).isEqualTo("web-app-0a1b2c3d:443#443-10");
  }

  @Test
  void shouldRememberTheListenerInTheRulesNameOnlyWhenItIsNotOurs() {
    // Given
    String arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/shared/0a/0b";
    var rule = new ResourceId("ListenerRule", "existing");

    // Then
    assertThat(AwsNames.foreignListenerArn(AwsNames.listenerRule(arn, rule))).contains(arn);
    assertThat(AwsNames.foreignListenerArn("web-app-0a1b2c3d:443#443-10")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a-2345678901234567890",
        "4you",
        "a23456789012345678901234567890123456789012345678901234567890123"
      })
  void shouldKeepToTheRulesOfDatabasesWhateverTheStackIsCalled(String name) {
    // When
    String cluster = AwsNames.dbCluster(stack(name), DbCluster.DB);
    String member = AwsNames.dbInstance(stack(name), DbInstance.id(15));

    // Then
    assertThat(List.of(cluster, member))
        .allSatisfy(
            built ->
                assertThat(built)
                    .hasSizeLessThanOrEqualTo(63)
                    .matches("[a-z][a-z0-9]*(-[a-z0-9]+)*-[0-9a-f]{8}"));
  }

  @Test
  void shouldNameSnapshotsAfterOneLifeOfTheClusterInLowerCase() {
    // Given
    String cluster = AwsNames.dbCluster(stack("a".repeat(63)), DbCluster.DB);
    String life = "cluster-ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    // Then
    assertThat(AwsNames.finalSnapshot("shop-db-0a1b2c3d", life))
        .isEqualTo("shop-db-0a1b2c3d-final-cluster-abcdefghijklmnopqrstuvwxyz");
    assertThat(AwsNames.lastSnapshot("shop-db-0a1b2c3d", life))
        .isEqualTo("shop-db-0a1b2c3d-last-cluster-abcdefghijklmnopqrstuvwxyz");
    // Amazon RDS API reference, CreateDBClusterSnapshot.
    assertThat(AwsNames.finalSnapshot(cluster, life)).hasSizeLessThanOrEqualTo(63);
  }
}
