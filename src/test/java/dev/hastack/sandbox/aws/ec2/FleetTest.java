package dev.hastack.sandbox.aws.ec2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.world.Instance;
import dev.hastack.sandbox.aws.world.InstanceState;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.LaunchOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateTagSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;

class FleetTest {
  private final Region region = new Region();

  @Test
  void shouldServeAfterItsBootWhenLaunched() {
    // Given
    Instance instance = region.launched(order());

    // Then
    assertThat(instance.state()).isEqualTo(InstanceState.PENDING);
    assertThat(region.instances.serves(instance.id(), 80)).isFalse();

    // When
    region.time.advance(Duration.ofSeconds(15));

    // Then
    assertThat(region.present(instance.id()).state()).isEqualTo(InstanceState.RUNNING);
    assertThat(region.instances.serves(instance.id(), 80)).isFalse();

    // When
    region.time.advanceTo(instance.servesFrom());

    // Then
    assertThat(region.instances.serves(instance.id(), 80)).isTrue();
  }

  @Test
  void shouldBootInAboutTheMeanWhenManyAreLaunched() {
    // When
    LaunchOrder order = order();
    double meanSeconds =
        Stream.generate(() -> region.launched(order))
            .limit(400)
            .mapToLong(each -> Duration.between(each.launchedAt(), each.servesFrom()).toSeconds())
            .average()
            .orElseThrow();

    // Then
    assertThat(meanSeconds).isBetween(55.0, 65.0);
  }

  @Test
  void shouldBeForgottenAnHourAfterItEndedWhenTerminated() {
    // Given
    Instance instance = region.launched(order());
    region.time.advance(Duration.ofMinutes(5));

    // When
    region.ec2.terminateInstances(request -> request.instanceIds(instance.id()));

    // Then
    assertThat(region.present(instance.id()).state()).isEqualTo(InstanceState.SHUTTING_DOWN);
    assertThat(region.instances.serves(instance.id(), 80)).isFalse();
    region.time.advance(Duration.ofMinutes(1));
    assertThat(region.present(instance.id()).state()).isEqualTo(InstanceState.TERMINATED);
    assertThat(region.present(instance.id()).stateReasonCode()).isEqualTo(StateReasons.USER);
    region.time.advance(Duration.ofHours(1));
    assertThat(region.instances.find(instance.id())).isEmpty();
  }

  @Test
  void shouldTellListenersInOrderWhenOneOfThemActs() {
    // Given
    var heard = new ArrayList<String>();
    region.instances.listen(
        new Ear() {
          @Override
          public void changed(Instance before, Instance after) {
            heard.add("first " + after.state());
            if (after.state() == InstanceState.RUNNING) {
              region.instances.terminate(after.id(), StateReasons.USER);
            }
          }
        });
    region.instances.listen(
        new Ear() {
          @Override
          public void changed(Instance before, Instance after) {
            heard.add("second " + after.state());
          }
        });

    // When
    region.launched(order());
    region.time.advance(Duration.ofSeconds(12));

    // Then
    assertThat(heard)
        .startsWith(
            "first RUNNING", "second RUNNING", "first SHUTTING_DOWN", "second SHUTTING_DOWN");
  }

  private static class Ear implements Instances.Listener {
    @Override
    public void changed(Instance before, Instance after) {
      // Heard by those that override this.
    }

    @Override
    public void interruptionWarned(Instance instance) {
      throw new AssertionError("nobody warned");
    }

    @Override
    public void rebalanceRecommended(Instance instance) {
      throw new AssertionError("nobody recommended");
    }
  }

  @Test
  void shouldCarryTagsOfTemplateAndOrderWhenDescribed() {
    // Given
    String templateId =
        region.template(
            "tagged",
            RequestLaunchTemplateData.builder()
                .imageId(region.imageId())
                .tagSpecifications(tagged(ResourceType.INSTANCE), tagged(ResourceType.VOLUME))
                .build());

    // When
    Instance instance = region.launched(region.order(templateId, "t3.medium", "us-east-1a"));

    // Then
    List<software.amazon.awssdk.services.ec2.model.Instance> found =
        region
            .ec2
            .describeInstances(
                request -> request.filters(filter("tag:aws:ec2launchtemplate:id", templateId)))
            .reservations()
            .stream()
            .flatMap(reservation -> reservation.instances().stream())
            .toList();
    assertThat(found)
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.instanceId()).isEqualTo(instance.id());
              assertThat(each.tags())
                  .contains(
                      tag("team", "web"),
                      tag("kind", "instance"),
                      tag("aws:ec2launchtemplate:version", "1"));
            });
    assertThat(
            region
                .ec2
                .describeVolumes(
                    request -> request.filters(filter("attachment.instance-id", instance.id())))
                .volumes()
                .getFirst()
                .tags())
        .containsExactly(tag("kind", "volume"), tag("team", "template"));
  }

  private static LaunchTemplateTagSpecificationRequest tagged(ResourceType type) {
    return LaunchTemplateTagSpecificationRequest.builder()
        .resourceType(type)
        .tags(tag("team", "template"), tag("kind", type.toString()))
        .build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private static Filter filter(String name, String value) {
    return Filter.builder().name(name).values(value).build();
  }

  private LaunchOrder order() {
    return region.order(region.template("web"), "t3.medium", "us-east-1a");
  }
}
