package dev.hastack.sandbox.aws.ec2;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/**
 * A launch template.
 *
 * @param highestEver the number of its newest version, deleted or not; the next has the one after
 *     it
 */
record Template(
    String id,
    String name,
    Instant createdAt,
    String createdBy,
    long defaultVersion,
    long highestEver,
    SortedMap<Long, TemplateVersion> versions) {

  Template {
    versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
  }

  long latestVersion() {
    return versions.lastKey();
  }

  Optional<TemplateVersion> version(long number) {
    return Optional.ofNullable(versions.get(number));
  }

  Template with(TemplateVersion version) {
    var all = new TreeMap<>(versions);
    all.put(version.number(), version);
    return new Template(id, name, createdAt, createdBy, defaultVersion, version.number(), all);
  }

  Template without(Collection<Long> numbers) {
    var left = new TreeMap<>(versions);
    left.keySet().removeAll(numbers);
    return new Template(id, name, createdAt, createdBy, defaultVersion, highestEver, left);
  }

  Template withDefault(long number) {
    return new Template(id, name, createdAt, createdBy, number, highestEver, versions);
  }

  LaunchTemplate shown(Map<String, String> tags) {
    return LaunchTemplate.builder()
        .launchTemplateId(id)
        .launchTemplateName(name)
        .createTime(createdAt)
        .createdBy(createdBy)
        .defaultVersionNumber(defaultVersion)
        .latestVersionNumber(latestVersion())
        .tags(Tags.shown(tags))
        .build();
  }

  LaunchTemplateVersion shown(TemplateVersion version) {
    return LaunchTemplateVersion.builder()
        .launchTemplateId(id)
        .launchTemplateName(name)
        .versionNumber(version.number())
        .versionDescription(version.description())
        .createTime(version.createdAt())
        .createdBy(version.createdBy())
        .defaultVersion(version.number() == defaultVersion)
        .launchTemplateData(version.data())
        .build();
  }
}
