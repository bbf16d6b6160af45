package dev.hastack.provider.aws;

import static dev.hastack.provider.aws.rights.Grant.FLEET_IMAGE_PARAMETERS;
import static dev.hastack.provider.aws.rights.Grant.FLEET_READS;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.api.v1alpha1.HAStackStatus;
import dev.hastack.api.v1alpha1.ImageSpec;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.provider.aws.blueprint.AwsBlueprint;
import dev.hastack.provider.aws.gateway.LaunchTemplateGateway;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import dev.hastack.provider.aws.rights.AwsRight;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Finds the image of a stack's servers.
 *
 * <p>An SSM parameter that is refreshed {@code Never} is read once a generation of the spec. The
 * answer is kept in memory; after a restart it is what the launch template's tag says, provided
 * that the status says this generation was seen before, another tag names the same parameter, and a
 * version that we wrote has the image: which version is the default, somebody may have changed.
 * Failing any of these, the parameter is read again.
 */
final class ImageDiscovery {
  static final List<AwsRight> RIGHTS =
      List.of(
          FLEET_READS.toCall(
              "ec2:DescribeImages",
              "An image tells its architecture and its root device; one asked for by tags or name"
                  + " is found."),
          FLEET_IMAGE_PARAMETERS.toCall(
              "ssm:GetParameter", "A spec may name the parameter that holds the image's id."));

  private static final Duration DAILY = Duration.ofDays(1);
  private static final Pattern IMAGE_ID = Pattern.compile("ami-[0-9a-z]+");

  private record Resolved(
      String parameter,
      @Nullable String uid,
      @Nullable Long generation,
      String imageId,
      Instant at) {}

  private final AwsRegions regions;
  private final InstantSource clock;
  private final Map<StackId, Resolved> resolved = new ConcurrentHashMap<>();

  ImageDiscovery(AwsRegions regions, InstantSource clock) {
    this.regions = regions;
    this.clock = clock;
  }

  Image image(StackId id, HAStack stack, AwsSpec aws) {
    ImageSpec spec = aws.fleet().image();
    String parameter = spec.ssmParameter();
    String field =
        parameter == null
            ? "spec.aws.fleet.image.id"
            : "the SSM parameter of spec.aws.fleet.image.ssmParameter";
    String imageId =
        parameter == null
            ? Objects.requireNonNull(spec.id(), "the schema wants id or ssmParameter")
            : fromParameter(id, stack, aws, parameter);
    List<Image> images;
    try {
      images =
          regions
              .in(aws.region())
              .clients()
              .ec2()
              .describeImages(request -> request.imageIds(imageId).includeDeprecated(true))
              .images();
    } catch (AwsCallException refused) {
      if (refused.failure().kind() != FailureKind.NOT_FOUND
          && refused.failure().kind() != FailureKind.INVALID) {
        throw refused;
      }
      images = List.of();
    }
    return images.stream()
        .findFirst()
        .orElseThrow(
            () ->
                SpecChecks.notFound(
                    "ImageNotFound",
                    ("%s is %s, which does not exist in %s or may not be used by this account;"
                            + " correct it")
                        .formatted(field, imageId, aws.region())));
  }

  private String fromParameter(StackId id, HAStack stack, AwsSpec aws, String parameter) {
    Long generation = stack.getMetadata().getGeneration();
    boolean daily = aws.fleet().image().refresh() == ImageSpec.Refresh.Daily;
    Instant now = clock.instant();
    Resolved before = resolved.get(id);
    if (before != null
        && before.parameter().equals(parameter)
        && (daily
            ? now.isBefore(before.at().plus(DAILY))
            : generation != null
                && generation.equals(before.generation())
                && Objects.equals(stack.getMetadata().getUid(), before.uid()))) {
      return before.imageId();
    }
    Optional<String> remembered =
        daily || before != null ? Optional.empty() : remembered(id, stack, aws, parameter);
    String imageId = remembered.orElseGet(() -> read(aws.region(), parameter));
    resolved.put(
        id, new Resolved(parameter, stack.getMetadata().getUid(), generation, imageId, now));
    return imageId;
  }

  private String read(String region, String parameter) {
    String value;
    try {
      value =
          regions
              .in(region)
              .clients()
              .ssm()
              .getParameter(request -> request.name(parameter))
              .parameter()
              .value();
    } catch (AwsCallException refused) {
      if (refused.failure().kind() != FailureKind.NOT_FOUND) {
        throw refused;
      }
      throw SpecChecks.notFound(
          refused.failure().code(),
          "spec.aws.fleet.image.ssmParameter is %s, which does not exist in %s; correct the name"
              .formatted(parameter, region));
    }
    if (!IMAGE_ID.matcher(value).matches()) {
      throw SpecChecks.invalid(
          "NotAnImage",
          ("spec.aws.fleet.image.ssmParameter %s holds something that is not an image id; name a"
                  + " parameter that holds one, for example one ending in image_id")
              .formatted(parameter));
    }
    return value;
  }

  private Optional<String> remembered(StackId id, HAStack stack, AwsSpec aws, String parameter) {
    HAStackStatus status = stack.getStatus();
    Long generation = stack.getMetadata().getGeneration();
    if (status == null || generation == null || !generation.equals(status.observedGeneration())) {
      return Optional.empty();
    }
    Inventory inventory = regions.in(aws.region()).inventory();
    ResourceId template = AwsBlueprint.LAUNCH_TEMPLATE;
    String name = AwsNames.launchTemplate(id, template);
    return inventory.launchTemplate(name).stream()
        .filter(
            each ->
                tag(each, LaunchTemplate.IMAGE_PARAMETER_TAG)
                    .equals(Optional.of(AwsTags.value(parameter))))
        .flatMap(
            each ->
                tag(each, LaunchTemplate.IMAGE_TAG)
                    .filter(imageId -> isWritten(inventory, each.launchTemplateId(), imageId))
                    .stream())
        .findFirst();
  }

  private static Optional<String> tag(
      software.amazon.awssdk.services.ec2.model.LaunchTemplate template, String key) {
    return template.tags().stream()
        .filter(tag -> tag.key().equals(key))
        .map(Tag::value)
        .findFirst();
  }

  /** Whether a version has the image that we wrote: a tag alone anybody may have set. */
  private static boolean isWritten(Inventory inventory, String templateId, String imageId) {
    return inventory.launchTemplateVersions(templateId).stream()
        .filter(LaunchTemplateGateway::isAsWritten)
        .anyMatch(version -> imageId.equals(version.launchTemplateData().imageId()));
  }
}
