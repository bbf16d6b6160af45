package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.MissingPrerequisite;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.Discovery;
import dev.hastack.provider.Located;
import dev.hastack.provider.aws.blueprint.AwsBlueprint;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** What the spec names and the account lacks. */
abstract class DiscoveryContract extends ProviderContract {
  private static final String PARAMETER = "/hastack/image";

  private Failure refusal(String manifest) {
    fleet.becomes(Manifests.read(manifest));
    return switch (fleet.discover()) {
      case Discovery.Discovered<AwsFacts> facts -> throw new AssertionError(facts.toString());
      case Discovery.Undiscovered<AwsFacts> unknown -> unknown.why();
    };
  }

  private AwsFacts facts() {
    return switch (fleet.discover()) {
      case Discovery.Discovered<AwsFacts> known -> known.facts();
      case Discovery.Undiscovered<AwsFacts> unknown ->
          throw new AssertionError(unknown.why().sentence());
    };
  }

  @Test
  void shouldTellAccountAndRegion() {
    // When
    Located located = provider.locate(Manifests.read(manifest()));

    // Then
    assertThat(located).isEqualTo(new Located.At(new Place(account.id(), "us-east-1")));
  }

  @Test
  void shouldNameSubnetWhenItDoesNotExist() {
    // When
    Failure failure =
        refusal(manifest().replace(account.subnetIds().get(0), "subnet-0123456789abcdef0"));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(failure.message())
        .contains("spec.aws.network.subnetIds", "subnet-0123456789abcdef0");
  }

  @Test
  void shouldRefuseWhenSubnetsAreOfTwoVpcs() {
    // Given
    String other = account.ec2().createVpc(vpc -> vpc.cidrBlock("10.9.0.0/16")).vpc().vpcId();
    String stranger =
        account
            .ec2()
            .createSubnet(subnet -> subnet.vpcId(other).cidrBlock("10.9.1.0/24"))
            .subnet()
            .subnetId();

    // When
    Failure failure = refusal(manifest().replace(account.subnetIds().get(0), stranger));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
    assertThat(failure.message()).contains("2 VPCs", other, stranger);
  }

  @Test
  void shouldRefuseSingleZoneUnlessAllowed() {
    // Given
    String vpcId = facts().vpcId();
    String sibling =
        account
            .ec2()
            .createSubnet(
                subnet ->
                    subnet.vpcId(vpcId).cidrBlock("172.31.128.0/20").availabilityZone("us-east-1a"))
            .subnet()
            .subnetId();
    String oneZone =
        Manifests.web(
            List.of(account.subnetIds().get(0), sibling),
            account.securityGroupId(),
            account.imageId());

    // When
    Failure failure = refusal(oneZone);

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
    assertThat(failure.message()).contains("us-east-1a", "allowSingleZone");
    fleet.becomes(
        Manifests.read(oneZone.replace("network:\n", "network:\n      allowSingleZone: true\n")));
    assertThat(facts().zones().subnets().keySet()).containsExactly("us-east-1a");
  }

  @Test
  void shouldNameSecurityGroupWhenItDoesNotExist() {
    // When
    Failure failure =
        refusal(manifest().replace(account.securityGroupId(), "sg-0123456789abcdef0"));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(failure.message())
        .contains("spec.aws.network.securityGroupIds", "sg-0123456789abcdef0");
  }

  @Test
  void shouldRefuseSecurityGroupOfAnotherVpc() {
    // Given
    String other = account.ec2().createVpc(vpc -> vpc.cidrBlock("10.9.0.0/16")).vpc().vpcId();
    String stranger =
        account
            .ec2()
            .createSecurityGroup(
                group -> group.groupName("stranger").description("another's").vpcId(other))
            .groupId();

    // When
    Failure failure = refusal(manifest().replace(account.securityGroupId(), stranger));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
    assertThat(failure.message()).contains(stranger, other);
  }

  @Test
  void shouldNameImageWhenItDoesNotExist() {
    // When
    Failure failure = refusal(manifest().replace(account.imageId(), "ami-0123456789abcdef0"));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(failure.message()).contains("spec.aws.fleet.image.id", "ami-0123456789abcdef0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "some*"})
  void shouldNameKeyPairWhenItDoesNotExist(String name) {
    // Given: to a filter of EC2 a star is any text
    account.standIn().endpoint().provideKeyPair("somebody");

    // When
    Failure failure =
        refusal(manifest().replace("fleet:\n", "fleet:\n      keyName: '" + name + "'\n"));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(failure.message()).contains("spec.aws.fleet.keyName", name);
  }

  @Test
  void shouldNameBothSizesWhenRootVolumeIsSmallerThanSnapshot() {
    // When
    Failure failure = refusal(manifest().replace("sizeGiB: 30", "sizeGiB: 1"));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
    assertThat(failure.message())
        .contains("spec.aws.fleet.rootVolume.sizeGiB is 1", "has %d GiB".formatted(snapshotGiB()));
  }

  private int snapshotGiB() {
    return account
        .ec2()
        .describeImages(request -> request.imageIds(account.imageId()))
        .images()
        .getFirst()
        .blockDeviceMappings()
        .getFirst()
        .ebs()
        .volumeSize();
  }

  @Test
  void shouldRefuseUserDataAboveLimitInBytes() {
    // Given
    String tooMuch = "\u00e9".repeat(8_193);

    // When
    Failure failure = refusal(manifest().replace("exec /opt/storefront/start", "exec " + tooMuch));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
    assertThat(failure.message()).contains("spec.aws.fleet.userData", "16384");
  }

  @Test
  void shouldNameInstanceTypeWhenItDoesNotExist() {
    // When
    Failure failure = refusal(manifest().replace("t3a.medium", "t99.medium"));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
    assertThat(failure.message()).contains("spec.aws.fleet.instanceTypes", "t99.medium");
  }

  @Test
  void shouldRefuseInstanceTypeOfAnotherArchitecture() {
    // When
    Failure failure = refusal(manifest().replace("t3a.medium", "t4g.medium"));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
    assertThat(failure.message()).contains("t4g.medium", "arm64", "x86_64");
  }

  @Test
  void shouldMissTheBucketWhenItDoesNotExist() {
    // Given
    fleet.becomes(
        Manifests.read(
            manifest()
                + """
                    loadBalancer:
                      scheme: internal
                      accessLogs: {bucket: nobodys-logs}
                """));

    // When
    List<MissingPrerequisite> missing = facts().missing();

    // Then
    assertThat(missing)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.vital()).isFalse();
              assertThat(each.why().kind()).isEqualTo(FailureKind.NOT_FOUND);
              assertThat(each.why().message()).contains("nobodys-logs");
            });
  }

  @Test
  void shouldAskNothingWhenFactsWereJustLearnt() {
    // Given
    facts();
    calls.forget();

    // When
    facts();

    // Then
    assertThat(calls.all()).isEmpty();
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(6)));
    facts();
    assertThat(calls.all()).isNotEmpty();
  }

  // --- the image behind a parameter

  private String byParameter(long generation) {
    return manifest()
        .replace("{id: " + account.imageId() + "}", "{ssmParameter: " + PARAMETER + "}")
        .replace("generation: 1", "generation: " + generation);
  }

  private void parameter(String value) {
    account
        .ssm()
        .putParameter(
            request ->
                request.name(PARAMETER).value(value).type(ParameterType.STRING).overwrite(true));
  }

  @Test
  void shouldNameParameterWhenItDoesNotExist() {
    // When
    Failure failure = refusal(byParameter(1));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.NOT_FOUND);
    assertThat(failure.message()).contains("spec.aws.fleet.image.ssmParameter", PARAMETER);
  }

  @Test
  void shouldRefuseParameterThatHoldsNoImage() {
    // Given
    parameter("{}");

    // When
    Failure failure = refusal(byParameter(1));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID);
    assertThat(failure.code()).isEqualTo("NotAnImage");
  }

  @Test
  void shouldReadParameterOnceForEachGeneration() {
    // Given
    parameter(account.imageId());
    fleet.becomes(Manifests.read(byParameter(1)));
    assertThat(facts().imageId()).isEqualTo(account.imageId());
    String newer = account.otherImageId();
    parameter(newer);

    // When
    now.updateAndGet(before -> before.plus(Duration.ofDays(2)));
    String first = facts().imageId();
    fleet.becomes(Manifests.read(byParameter(2)));
    String second = facts().imageId();

    // Then
    assertThat(first).isEqualTo(account.imageId());
    assertThat(second).isEqualTo(newer);
  }

  @Test
  void shouldRememberImageAcrossRestartWhenGenerationWasSeen() {
    // Given
    parameter(account.imageId());
    fleet.becomes(Manifests.read(byParameter(1)));
    fleet.pass();
    parameter(account.otherImageId());

    // When
    FleetUnderTest restarted = restarted(seen(byParameter(1)));

    // Then
    assertThat(restarted.plan().effective()).noneMatch(Change.Update.class::isInstance);
  }

  @Test
  void shouldRememberImageAcrossRestartWhenSomebodyMovedTheDefaultToAnOlderVersion() {
    // Given
    parameter(account.imageId());
    fleet.becomes(Manifests.read(byParameter(1)));
    fleet.pass();
    String newer = account.otherImageId();
    parameter(newer);
    fleet.becomes(Manifests.read(byParameter(2)));
    fleet.pass();
    parameter(account.imageId());
    String templateId = fleet.present(AwsBlueprint.LAUNCH_TEMPLATE).physicalId();
    account
        .ec2()
        .modifyLaunchTemplate(request -> request.launchTemplateId(templateId).defaultVersion("1"));

    // When
    FleetUnderTest restarted = restarted(seen(byParameter(2)));

    // Then
    assertThat(restarted.desired().find(AwsBlueprint.LAUNCH_TEMPLATE).orElseThrow().spec().values())
        .containsEntry("ImageId", Value.text(newer));
  }

  @Test
  void shouldReadParameterAfterRestartWhenGenerationIsNew() {
    // Given
    parameter(account.imageId());
    fleet.becomes(Manifests.read(byParameter(1)));
    fleet.pass();
    parameter(account.otherImageId());

    // When
    FleetUnderTest restarted = restarted(Manifests.read(byParameter(2)));

    // Then
    assertThat(restarted.plan().effective()).anyMatch(Change.Update.class::isInstance);
  }

  /** The object as it is once a pass over it wrote its status. */
  private static HAStack seen(String manifest) {
    HAStack stack = Manifests.read(manifest);
    stack.setStatus(Manifests.statusOf(stack.getMetadata().getGeneration()));
    return stack;
  }

  private FleetUnderTest restarted(HAStack stack) {
    return new FleetUnderTest(newProvider(), fleet.id(), stack);
  }

  @Test
  void shouldSayWhatIsMissingWhenThereAreNoCredentials() {
    // Given
    try (var bare =
        clientsOf(
            () -> {
              throw SdkClientException.create("Unable to load credentials");
            })) {
      // When
      Located located = providerOver(bare).locate(Manifests.read(manifest()));

      // Then
      assertThat(located)
          .isInstanceOfSatisfying(
              Located.Unknown.class,
              unknown -> {
                assertThat(unknown.why().kind()).isEqualTo(FailureKind.UNAUTHORIZED);
                assertThat(unknown.why().message()).contains("AWS_ACCESS_KEY_ID");
              });
    }
  }
}
