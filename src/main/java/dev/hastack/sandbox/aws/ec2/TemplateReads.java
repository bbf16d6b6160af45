package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeLaunchTemplatesResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/** DescribeLaunchTemplates and DescribeLaunchTemplateVersions. */
final class TemplateReads {
  private static final Selection<LaunchTemplateVersion> VERSION_FILTERS =
      new Selection<LaunchTemplateVersion>()
          .by("create-time", version -> String.valueOf(version.createTime()))
          .by("ebs-optimized", version -> text(version.launchTemplateData().ebsOptimized()))
          .by(
              "iam-instance-profile",
              version ->
                  Optional.ofNullable(version.launchTemplateData().iamInstanceProfile())
                      .map(profile -> profile.arn() == null ? profile.name() : profile.arn())
                      .orElse(null))
          .by("image-id", version -> version.launchTemplateData().imageId())
          .by("instance-type", version -> version.launchTemplateData().instanceTypeAsString())
          .by("is-default-version", version -> String.valueOf(version.defaultVersion()))
          .by("kernel-id", version -> version.launchTemplateData().kernelId())
          .by("ram-disk-id", version -> version.launchTemplateData().ramDiskId());

  private final Foundation foundation;
  private final Templates templates;
  private final Tags tags;
  private final Pages pages;
  private final Selection<Template> filters;

  TemplateReads(Foundation foundation, Templates templates, Tags tags) {
    this.foundation = foundation;
    this.templates = templates;
    this.tags = tags;
    this.pages = new Pages(foundation.call(), 1, 200);
    this.filters =
        new Selection<Template>()
            .by("create-time", template -> template.createdAt().toString())
            .by("launch-template-name", Template::name)
            .byTags(template -> tags.of(template.id(), foundation.call().readsAsOf()));
  }

  private static @Nullable String text(@Nullable Boolean flag) {
    return flag == null ? null : flag.toString();
  }

  DescribeLaunchTemplatesResponse describe(DescribeLaunchTemplatesRequest request) {
    Instant asOf = foundation.call().readsAsOf();
    for (String id : request.launchTemplateIds()) {
      templates.one(id, null, asOf);
    }
    for (String name : request.launchTemplateNames()) {
      templates.one(null, name, asOf);
    }
    List<Template> asked =
        templates.all(asOf).stream()
            .filter(
                each ->
                    request.launchTemplateIds().isEmpty()
                        || request.launchTemplateIds().contains(each.id()))
            .filter(
                each ->
                    request.launchTemplateNames().isEmpty()
                        || request.launchTemplateNames().contains(each.name()))
            .toList();
    Page<Template> page =
        pages.of(filters.of(asked, request.filters()), request.maxResults(), request.nextToken());
    return DescribeLaunchTemplatesResponse.builder()
        .launchTemplates(
            page.items().stream().map(each -> each.shown(tags.of(each.id(), asOf))).toList())
        .nextToken(page.nextToken())
        .build();
  }

  /** Newest first. Without a template, {@code $Latest} or {@code $Default} of all of them. */
  DescribeLaunchTemplateVersionsResponse versions(DescribeLaunchTemplateVersionsRequest request) {
    Instant asOf = foundation.call().readsAsOf();
    var versions = new ArrayList<LaunchTemplateVersion>();
    if (request.launchTemplateId() == null && request.launchTemplateName() == null) {
      if (request.versions().isEmpty()
          || !List.of(Templates.LATEST, Templates.DEFAULT).containsAll(request.versions())) {
        throw new ApiError(
            "MissingParameter",
            "Either a launch template ID or a launch template name must be specified in the"
                + " request.");
      }
      templates.all(asOf).forEach(each -> versions.addAll(of(each, request)));
    } else {
      Template template =
          templates.one(request.launchTemplateId(), request.launchTemplateName(), asOf);
      foundation.call().concerns(template.name());
      versions.addAll(of(template, request));
    }
    Page<LaunchTemplateVersion> page =
        pages.of(
            VERSION_FILTERS.of(versions, request.filters()),
            request.maxResults(),
            request.nextToken());
    return DescribeLaunchTemplateVersionsResponse.builder()
        .launchTemplateVersions(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static List<LaunchTemplateVersion> of(
      Template template, DescribeLaunchTemplateVersionsRequest request) {
    if (!request.versions().isEmpty()) {
      return request.versions().stream()
          .map(version -> template.shown(Templates.version(template, version)))
          .toList();
    }
    long least = request.minVersion() == null ? 1 : Templates.number(request.minVersion());
    long most =
        request.maxVersion() == null ? Long.MAX_VALUE : Templates.number(request.maxVersion());
    return template.versions().values().stream()
        .filter(version -> version.number() >= least && version.number() <= most)
        .map(template::shown)
        .toList()
        .reversed();
  }
}
