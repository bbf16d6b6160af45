package dev.hastack.provider.aws.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.core.plan.AttributeChange;
import dev.hastack.core.plan.ChangeReason;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.resource.AttributeValues;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** Which version becomes the default, and what the next one holds. */
class LaunchTemplateGatewayTest {
  private static final String BINARY = "H4sIAP/+";
  private static final StackId STACK = new StackId("cluster-1", "shop", "web");
  private static final ResourceId TEMPLATE = new ResourceId(LaunchTemplate.KIND, "app");

  /** Notes the version it is asked to make and the one that becomes the default. */
  private static final class NotingEc2 implements Ec2Client {
    private final List<RequestLaunchTemplateData> made = new ArrayList<>();
    private String byDefault = "";

    @Override
    public CreateLaunchTemplateVersionResponse createLaunchTemplateVersion(
        CreateLaunchTemplateVersionRequest request) {
      made.add(request.launchTemplateData());
      return CreateLaunchTemplateVersionResponse.builder()
          .launchTemplateVersion(version -> version.versionNumber(3L))
          .build();
    }

    @Override
    public ModifyLaunchTemplateResponse modifyLaunchTemplate(ModifyLaunchTemplateRequest request) {
      byDefault = request.defaultVersion();
      return ModifyLaunchTemplateResponse.builder().build();
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
  private final ResponseLaunchTemplateData ours =
      ResponseLaunchTemplateData.builder().imageId("ami-1").build();
  private final ResponseLaunchTemplateData theirs =
      ours.copy(
          data -> data.userData(BINARY).placement(placement -> placement.tenancy("dedicated")));

  /** The second version, which is somebody else's and describes itself as ours, is the default. */
  private void update(Map<String, Optional<Value>> changes) {
    String description = "hastack:" + LaunchTemplateContent.of(ours).digest();
    var versions = List.of(version(1, description, ours), version(2, description, theirs));
    AttributeValues found = LaunchTemplateData.read(theirs).build();
    var after = new TreeMap<>(found.values());
    var attributes = new TreeMap<String, AttributeChange>();
    changes.forEach(
        (name, to) -> {
          Optional<Value> from = Optional.ofNullable(after.remove(name));
          to.ifPresent(value -> after.put(name, value));
          attributes.put(
              name,
              new AttributeChange(
                  name, from, to, to.isEmpty(), Impact.ROLLING, false, ChangeReason.Drifted));
        });
    new LaunchTemplateGateway(ec2, new FixedInventory(List.of(), List.of(), List.of(), versions))
        .update(
            new Target(
                STACK,
                TEMPLATE,
                "web-app-1",
                new AttributeValues(after),
                attributes,
                Instant.EPOCH),
            new Present(
                "web-app-1",
                "lt-1",
                new LaunchTemplate(found),
                Map.of(LaunchTemplate.OUTPUT_VERSION, Value.text("2")),
                Ownership.OURS,
                Health.HEALTHY,
                Optional.empty(),
                Map.of()));
  }

  private static LaunchTemplateVersion version(
      long number, String description, ResponseLaunchTemplateData data) {
    return LaunchTemplateVersion.builder()
        .versionNumber(number)
        .versionDescription(description)
        .launchTemplateData(data)
        .build();
  }

  @Test
  void shouldGoBackToOurVersionWhenAnotherClaimsToBeIt() {
    // When
    update(
        Map.of(
            LaunchTemplate.LAUNCH_TEMPLATE_DATA,
            Optional.empty(),
            LaunchTemplate.USER_DATA,
            Optional.empty()));

    // Then
    assertThat(ec2.made).isEmpty();
    assertThat(ec2.byDefault).isEqualTo("1");
  }

  @Test
  void shouldKeepWhatMustNotBeCorrectedByteForByteWhenSomethingElseChanges() {
    // When
    update(Map.of(LaunchTemplate.IMAGE_ID, Optional.of(Value.text("ami-2"))));

    // Then
    assertThat(ec2.made)
        .singleElement()
        .isEqualTo(
            RequestLaunchTemplateData.builder()
                .imageId("ami-2")
                .userData(BINARY)
                .placement(placement -> placement.tenancy("dedicated"))
                .build());
  }

  @Test
  void shouldWriteWhatTheSpecAsksForWhereSomethingElseStood() {
    // When
    update(Map.of(LaunchTemplate.USER_DATA, Optional.of(Value.text("#!/bin/sh"))));

    // Then
    assertThat(ec2.made)
        .singleElement()
        .satisfies(data -> assertThat(data.userData()).isEqualTo("IyEvYmluL3No"));
  }

  @Test
  void shouldNotTakeVersionAsWrittenWhenItHoldsMoreThanWeWrite() {
    String copied = "hastack:" + LaunchTemplateContent.of(theirs).digest();

    assertThat(LaunchTemplateGateway.isAsWritten(version(2, copied, theirs))).isFalse();
    assertThat(
            LaunchTemplateGateway.isAsWritten(
                version(1, "hastack:" + LaunchTemplateContent.of(ours).digest(), ours)))
        .isTrue();
  }
}
