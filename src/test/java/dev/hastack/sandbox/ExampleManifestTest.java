package dev.hastack.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.SandboxAccount.Front;
import dev.hastack.sandbox.aws.SandboxAccount.Ground;
import dev.hastack.sandbox.report.SandboxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExampleManifestTest {
  private static final Ground GROUND =
      new Ground(
          List.of("subnet-11", "subnet-22"),
          "sg-11",
          "ami-11",
          Optional.of(new Front("sg-22", "sg-33", "sg-44", "arn:aws:acm:here")));

  @Test
  void shouldReplaceWhatDiffersFromAccountToAccountWhenFitted() {
    // Given
    String yaml =
        """
        # A comment stays.
        region: eu-west-1
        network:
          subnetIds: [subnet-0a, subnet-0b]
          securityGroupIds: [sg-0a]
        loadBalancerSubnetIds: [subnet-0b]
        image: {id: ami-0abc}
        team: web
        """;

    // When
    ExampleManifest fitted = ExampleManifest.fit(yaml, GROUND);

    // Then
    assertThat(fitted.yaml())
        .isEqualTo(
            """
            # A comment stays.
            region: us-east-1
            network:
              subnetIds: [subnet-11, subnet-22]
              securityGroupIds: [sg-11]
            loadBalancerSubnetIds: [subnet-22]
            image: {id: ami-11}
            team: web
            """);
    assertThat(fitted.replacements())
        .containsExactly(
            Map.entry("eu-west-1", "us-east-1"),
            Map.entry("subnet-0a", "subnet-11"),
            Map.entry("subnet-0b", "subnet-22"),
            Map.entry("sg-0a", "sg-11"),
            Map.entry("ami-0abc", "ami-11"));
  }

  @Test
  void shouldTellTheGroupsOfTheLoadBalancerFromThoseOfTheServersWhenThereIsOne() {
    // Given
    String yaml =
        """
        network:
          securityGroupIds: [sg-0a]
        loadBalancer:
          securityGroupIds: [sg-0b]

          certificateArns:
            - arn:aws:acm:eu-west-1:123456789012:certificate/12345678-1234-1234-1234-123456789012
        cache:
          securityGroupIds: [sg-0c]
        """;

    // When
    ExampleManifest fitted = ExampleManifest.fit(yaml, GROUND);

    // Then
    assertThat(fitted.yaml())
        .isEqualTo(
            """
            network:
              securityGroupIds: [sg-33]
            loadBalancer:
              securityGroupIds: [sg-22]

              certificateArns:
                - arn:aws:acm:here
            cache:
              securityGroupIds: [sg-33]
            """);
  }

  @Test
  void shouldTellTheGroupsOfTheDatabaseFromThoseOfTheServersWhenThereIsOne() {
    // Given
    String yaml =
        """
        network:
          securityGroupIds: [sg-0a]
        database:
          engine: aurora-postgresql
          securityGroupIds: [sg-0b]
        """;

    // When
    ExampleManifest fitted = ExampleManifest.fit(yaml, GROUND);

    // Then
    assertThat(fitted.yaml())
        .isEqualTo(
            """
            network:
              securityGroupIds: [sg-33]
            database:
              engine: aurora-postgresql
              securityGroupIds: [sg-44]
            """);
  }

  @Test
  void shouldListWhatMustExistWhenProfileAndKeyAreNamed() {
    // When
    ExampleManifest fitted =
        ExampleManifest.fit("  instanceProfile: my-app-role\n  keyName: operations\n", GROUND);

    // Then
    assertThat(fitted.instanceProfiles()).containsExactly("my-app-role");
    assertThat(fitted.keyNames()).containsExactly("operations");
  }

  @Test
  void shouldSayHowManySubnetsThereAreWhenExampleNamesMore() {
    assertThatThrownBy(() -> ExampleManifest.fit("[subnet-0a, subnet-0b, subnet-0c]", GROUND))
        .isInstanceOf(SandboxException.class)
        .hasMessage("The example names more subnets than the default VPC has: 2.");
  }
}
