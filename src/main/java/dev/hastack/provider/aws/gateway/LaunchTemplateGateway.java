package dev.hastack.provider.aws.gateway;

import static dev.hastack.provider.aws.rights.Grant.FLEET_NEW_TEMPLATES;
import static dev.hastack.provider.aws.rights.Grant.FLEET_NEW_TEMPLATE_TAGS;
import static dev.hastack.provider.aws.rights.Grant.FLEET_OWN_TEMPLATES;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.stack.Health;
import dev.hastack.core.stack.Observation.Present;
import dev.hastack.core.stack.Ownership;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.provider.aws.AwsCallException;
import dev.hastack.provider.aws.AwsNames;
import dev.hastack.provider.aws.AwsTags;
import dev.hastack.provider.aws.Sha256;
import dev.hastack.provider.aws.inventory.Inventory;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import dev.hastack.provider.aws.rights.AwsRight;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/**
 * Launch templates. The default version is the one that counts; a change makes another, unless one
 * of the same content is there, which is what makes a rollback and a repeated write cheap.
 */
public final class LaunchTemplateGateway implements ResourceGateway {
  static final List<AwsRight> RIGHTS =
      List.of(
          FLEET_NEW_TEMPLATES.toCall(
              "ec2:CreateLaunchTemplate", "Servers are launched from a template."),
          FLEET_NEW_TEMPLATE_TAGS.dependent(
              "ec2:CreateTags",
              "A template is marked as ours by the call that makes it.",
              "Service Authorization Reference: Amazon EC2, CreateLaunchTemplate"),
          FLEET_OWN_TEMPLATES.toCall(
              "ec2:CreateLaunchTemplateVersion", "Other settings of servers are a new version."),
          FLEET_OWN_TEMPLATES.toCall(
              "ec2:ModifyLaunchTemplate", "The default version is the one that the spec asks for."),
          FLEET_OWN_TEMPLATES.toCall("ec2:CreateTags", "Tags of the spec are kept on a template."),
          FLEET_OWN_TEMPLATES.toCall("ec2:DeleteTags", "Tags that the spec has no more go."),
          FLEET_OWN_TEMPLATES.toCall(
              "ec2:DeleteLaunchTemplate", "A template goes with its stack."));

  private static final int TOKEN_HEX_DIGITS = 32;
  private static final String DESCRIPTION_PREFIX = "hastack:";

  private final Ec2Client ec2;
  private final Inventory inventory;
  private final VersionPruning pruning;

  public LaunchTemplateGateway(Ec2Client ec2, Inventory inventory) {
    this.ec2 = ec2;
    this.inventory = inventory;
    this.pruning = new VersionPruning(ec2, inventory);
  }

  @Override
  public String kind() {
    return LaunchTemplate.KIND;
  }

  @Override
  public Reading read(StackId stack, Set<ResourceId> ids, Map<String, ResourceId> expected) {
    var names = new HashMap<>(expected);
    ids.forEach(id -> names.put(AwsNames.launchTemplate(stack, id), id));
    var claims =
        new Claims<software.amazon.awssdk.services.ec2.model.LaunchTemplate>(kind(), stack, names);
    for (var template : inventory.launchTemplates(stack, names.keySet())) {
      Map<String, String> tags = tags(template);
      claims.judge(
          template,
          template.launchTemplateName(),
          tags,
          claims.claimed(tags).map(id -> AwsNames.launchTemplate(stack, id)));
    }
    return new Reading(
        claims.claims().stream()
            .map(claim -> new Reading.Found(claim.id(), present(claim.thing(), claim.ownership())))
            .toList(),
        claims.foreignCopies());
  }

  private Present present(
      software.amazon.awssdk.services.ec2.model.LaunchTemplate template, Ownership ownership) {
    LaunchTemplateVersion version = defaultVersion(template.launchTemplateId());
    return new Present(
        template.launchTemplateName(),
        template.launchTemplateId(),
        new LaunchTemplate(
            LaunchTemplateData.read(version.launchTemplateData())
                .keyed(LaunchTemplate.TAGS, AwsTags.attributes(tags(template)))
                .build()),
        outputs(template.launchTemplateId(), version.versionNumber()),
        ownership,
        Health.HEALTHY,
        Optional.empty(),
        Map.of());
  }

  @Override
  public Outcome create(Target target) {
    var found = inventory.launchTemplate(target.physicalName());
    if (found.isPresent()) {
      return Refusals.alreadyThere(
          target, tags(found.get()), "ec2:CreateLaunchTemplate", target.physicalName());
    }
    var tags = new TreeMap<>(target.after().keyedTexts(LaunchTemplate.TAGS));
    tags.putAll(AwsTags.ownership(target.stack(), target.id()));
    var content = LaunchTemplateContent.of(LaunchTemplateData.write(target.after()));
    String digest = content.digest();
    var created =
        ec2.createLaunchTemplate(
                request ->
                    request
                        .launchTemplateName(target.physicalName())
                        .versionDescription(DESCRIPTION_PREFIX + digest)
                        .launchTemplateData(content.data())
                        .tagSpecifications(
                            TagSpecification.builder()
                                .resourceType(ResourceType.LAUNCH_TEMPLATE)
                                .tags(LaunchTemplateData.tags(tags))
                                .build())
                        .clientToken(token(target.physicalName(), digest, target.now().toString())))
            .launchTemplate();
    return new Outcome.Done(outputs(created.launchTemplateId(), created.defaultVersionNumber()));
  }

  @Override
  public Outcome update(Target target, Present observed) {
    String templateId = observed.physicalId();
    long version = versionOf(observed);
    // First, so that a crash leaves a tag of an image that no version has, never one of the former.
    retag(
        observed, target.keysToSet(LaunchTemplate.TAGS), target.keysToRemove(LaunchTemplate.TAGS));
    if (target.changes().keySet().stream().anyMatch(LaunchTemplate::isVersioned)) {
      version = moveDefault(templateId, target, version);
    }
    pruning.prune(templateId);
    return new Outcome.Done(outputs(templateId, version));
  }

  /** Only the content proves that a version is the wanted one: a description anybody can copy. */
  private long moveDefault(String templateId, Target target, long standing) {
    List<LaunchTemplateVersion> versions = inventory.launchTemplateVersions(templateId);
    LaunchTemplateContent wanted = wanted(target, standing, versions);
    long number =
        versions.stream()
            .filter(version -> content(version).equals(wanted))
            .map(LaunchTemplateVersion::versionNumber)
            .max(Long::compare)
            .orElseGet(() -> createVersion(templateId, wanted, versions));
    ec2.modifyLaunchTemplate(
        request -> request.launchTemplateId(templateId).defaultVersion(Long.toString(number)));
    return number;
  }

  /**
   * The whole content of the next version. What was not ours and must not be corrected now stays as
   * the standing version has it, byte for byte, unless the spec now asks for that very member.
   */
  private static LaunchTemplateContent wanted(
      Target target, long standing, List<LaunchTemplateVersion> versions) {
    var content = LaunchTemplateContent.of(LaunchTemplateData.write(target.after()));
    List<String> kept =
        target.after().texts(LaunchTemplate.LAUNCH_TEMPLATE_DATA).stream()
            .filter(
                member ->
                    target.changes().keySet().stream()
                        .noneMatch(name -> name.equals(member) || name.startsWith(member + ".")))
            .toList();
    return versions.stream()
        .filter(version -> version.versionNumber() == standing)
        .map(version -> content.with(kept, content(version)))
        .findFirst()
        .orElse(content);
  }

  private static LaunchTemplateContent content(LaunchTemplateVersion version) {
    return LaunchTemplateContent.of(version.launchTemplateData());
  }

  /** Whether a version is as we wrote it, and not another's work. */
  public static boolean isAsWritten(LaunchTemplateVersion version) {
    return (DESCRIPTION_PREFIX + content(version).digest()).equals(version.versionDescription())
        && LaunchTemplateData.read(version.launchTemplateData())
            .build()
            .value(LaunchTemplate.LAUNCH_TEMPLATE_DATA)
            .isEmpty();
  }

  private long createVersion(
      String templateId, LaunchTemplateContent content, List<LaunchTemplateVersion> versions) {
    // With the latest number in it, the token of a version that was pruned is not used again.
    long latest = versions.stream().mapToLong(LaunchTemplateVersion::versionNumber).max().orElse(0);
    String digest = content.digest();
    return ec2.createLaunchTemplateVersion(
            request ->
                request
                    .launchTemplateId(templateId)
                    .versionDescription(DESCRIPTION_PREFIX + digest)
                    .launchTemplateData(content.data())
                    .clientToken(token(templateId, digest, Long.toString(latest))))
        .launchTemplateVersion()
        .versionNumber();
  }

  @Override
  public Outcome delete(Removal removal) {
    try {
      ec2.deleteLaunchTemplate(
          request -> request.launchTemplateId(removal.observed().physicalId()));
    } catch (AwsCallException refused) {
      if (refused.failure().kind() != FailureKind.NOT_FOUND) {
        throw refused;
      }
    }
    return Outcome.done();
  }

  @Override
  public void retag(Present observed, Map<String, String> set, Set<String> removed) {
    if (!set.isEmpty()) {
      ec2.createTags(
          request -> request.resources(observed.physicalId()).tags(LaunchTemplateData.tags(set)));
    }
    if (!removed.isEmpty()) {
      List<Tag> keys = removed.stream().map(key -> Tag.builder().key(key).build()).toList();
      ec2.deleteTags(request -> request.resources(observed.physicalId()).tags(keys));
    }
  }

  private LaunchTemplateVersion defaultVersion(String templateId) {
    return inventory.launchTemplateVersion(templateId, "$Default").stream()
        .findFirst()
        .orElseThrow(
            () ->
                new AwsCallException(
                    new Failure(
                        FailureKind.TRANSIENT,
                        "ec2:DescribeLaunchTemplateVersions",
                        "Incomplete",
                        templateId + " was listed, its default version not yet")));
  }

  private static Map<String, Value> outputs(String templateId, long version) {
    return Map.of(
        LaunchTemplate.OUTPUT_ID,
        Value.text(templateId),
        LaunchTemplate.OUTPUT_VERSION,
        Value.text(Long.toString(version)));
  }

  private static long versionOf(Present observed) {
    Value version = observed.outputs().get(LaunchTemplate.OUTPUT_VERSION);
    return Long.parseLong(String.valueOf(version));
  }

  private static String token(String... parts) {
    return Sha256.hex(TOKEN_HEX_DIGITS, List.of(parts));
  }

  private static Map<String, String> tags(
      software.amazon.awssdk.services.ec2.model.LaunchTemplate template) {
    var tags = new TreeMap<String, String>();
    template.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }
}
