package dev.hastack.sandbox.aws.ec2;

import static dev.hastack.sandbox.aws.ec2.Region.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.sandbox.aws.world.Instances;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.LaunchTemplate;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

class LaunchTemplatesTest {
  private final Region region = new Region();
  private final Ec2Client ec2 = region.ec2;

  private static CreateLaunchTemplateRequest web(String token, String imageId) {
    return CreateLaunchTemplateRequest.builder()
        .launchTemplateName("web")
        .clientToken(token)
        .launchTemplateData(data -> data.imageId(imageId))
        .tagSpecifications(
            TagSpecification.builder()
                .resourceType(ResourceType.LAUNCH_TEMPLATE)
                .tags(Tag.builder().key("team").value("web").build())
                .build())
        .build();
  }

  private List<Long> versions(String templateId) {
    return ec2
        .describeLaunchTemplateVersions(request -> request.launchTemplateId(templateId))
        .launchTemplateVersions()
        .stream()
        .map(LaunchTemplateVersion::versionNumber)
        .toList();
  }

  private long createVersion(String templateId, RequestLaunchTemplateData data) {
    return ec2.createLaunchTemplateVersion(
            request -> request.launchTemplateId(templateId).launchTemplateData(data))
        .launchTemplateVersion()
        .versionNumber();
  }

  private static RequestLaunchTemplateData key(String name) {
    return RequestLaunchTemplateData.builder().keyName(name).build();
  }

  @Test
  void shouldAnswerTheSameWhenTokenAndRequestAreRepeated() {
    // When
    CreateLaunchTemplateResponse first = ec2.createLaunchTemplate(web("token", "ami-1"));
    region.time.advance(Duration.ofMinutes(1));
    CreateLaunchTemplateResponse second = ec2.createLaunchTemplate(web("token", "ami-1"));

    // Then
    assertThat(second).isEqualTo(first);
    assertThat(ec2.describeLaunchTemplates().launchTemplates()).hasSize(1);
    assertRefused(
        () -> ec2.createLaunchTemplate(web("token", "ami-2")), "IdempotentParameterMismatch");
    assertRefused(
        () -> ec2.createLaunchTemplate(web("other", "ami-1")),
        "InvalidLaunchTemplateName.AlreadyExistsException");
  }

  @Test
  void shouldMakeOneVersionWhenItsTokenIsRepeated() {
    // Given
    String id = region.template("web");

    // When
    for (int time = 0; time < 2; time++) {
      ec2.createLaunchTemplateVersion(
          request ->
              request.launchTemplateId(id).clientToken("token").launchTemplateData(key("one")));
    }

    // Then
    assertThat(versions(id)).containsExactly(2L, 1L);
  }

  @Test
  void shouldMergeWithItsSourceWhenThereIsOne() {
    // Given
    String id =
        region.template(
            "web", RequestLaunchTemplateData.builder().imageId("ami-1").keyName("old").build());

    // When
    ec2.createLaunchTemplateVersion(
        request -> request.launchTemplateId(id).sourceVersion("1").launchTemplateData(key("new")));
    createVersion(id, key("alone"));

    // Then
    assertThat(version(id, "2").launchTemplateData().imageId()).isEqualTo("ami-1");
    assertThat(version(id, "2").launchTemplateData().keyName()).isEqualTo("new");
    assertThat(version(id, "3").launchTemplateData().imageId()).isNull();
  }

  private LaunchTemplateVersion version(String id, String version) {
    return ec2.describeLaunchTemplateVersions(
            request -> request.launchTemplateId(id).versions(version))
        .launchTemplateVersions()
        .getFirst();
  }

  @Test
  void shouldFollowDefaultAndLatestWhenTheyMove() {
    // Given
    String id = region.template("web");
    createVersion(id, key("two"));
    createVersion(id, key("three"));

    // When
    ec2.modifyLaunchTemplate(request -> request.launchTemplateId(id).defaultVersion("2"));

    // Then
    assertThat(version(id, "$Default").versionNumber()).isEqualTo(2);
    assertThat(version(id, "$Default").defaultVersion()).isTrue();
    assertThat(version(id, "$Latest").versionNumber()).isEqualTo(3);
    assertThat(region.instances.template("web", "$Default"))
        .extracting(Instances.TemplateVersion::templateId, Instances.TemplateVersion::number)
        .containsExactly(id, 2L);
    assertRefused(() -> version(id, "9"), "InvalidLaunchTemplateId.VersionNotFound");
    assertRefused(
        () -> region.instances.template("web", "9"), "InvalidLaunchTemplateId.VersionNotFound");
    assertRefused(
        () -> ec2.modifyLaunchTemplate(each -> each.launchTemplateId(id).defaultVersion("9")),
        "InvalidLaunchTemplateId.VersionNotFound");
  }

  @Test
  void shouldKeepTheDefaultAndNeverReuseANumberWhenVersionsAreDeleted() {
    // Given
    String id = region.template("web");
    createVersion(id, key("two"));

    // When
    var answer =
        ec2.deleteLaunchTemplateVersions(
            request -> request.launchTemplateId(id).versions("1", "2", "7"));

    // Then
    assertThat(answer.successfullyDeletedLaunchTemplateVersions())
        .singleElement()
        .satisfies(deleted -> assertThat(deleted.versionNumber()).isEqualTo(2));
    assertThat(answer.unsuccessfullyDeletedLaunchTemplateVersions())
        .extracting(refused -> refused.responseError().codeAsString())
        .containsExactly("unexpectedError", "launchTemplateVersionDoesNotExist");
    assertThat(createVersion(id, key("three"))).isEqualTo(3);
    assertThat(versions(id)).containsExactly(3L, 1L);
  }

  @Test
  void shouldFindByTagsAndNamesWhenFiltered() {
    // Given
    ec2.createLaunchTemplate(web("token", "ami-1"));
    region.template("other");

    // Then
    assertThat(found("tag:team", "web")).containsExactly("web");
    assertThat(found("tag:team", "nobody")).isEmpty();
    assertThat(found("launch-template-name", "oth*")).containsExactly("other");
    assertThat(found("launch-template-name", "oth\\*")).isEmpty();
    assertThat(found("tag-key", "team")).containsExactly("web");
    assertRefused(() -> found("launch-template-id", "lt-1"), "InvalidParameterValue");
  }

  private List<String> found(String filter, String value) {
    return ec2
        .describeLaunchTemplates(
            request -> request.filters(Filter.builder().name(filter).values(value).build()))
        .launchTemplates()
        .stream()
        .map(LaunchTemplate::launchTemplateName)
        .toList();
  }

  @Test
  void shouldShowTagsAsTheyAreWhenTheyChange() {
    // Given
    String id = ec2.createLaunchTemplate(web("token", "ami-1")).launchTemplate().launchTemplateId();

    // When
    ec2.createTags(
        request -> request.resources(id).tags(Tag.builder().key("stage").value("test").build()));
    ec2.deleteTags(request -> request.resources(id).tags(Tag.builder().key("team").build()));

    // Then
    assertThat(ec2.describeLaunchTemplates().launchTemplates().getFirst().tags())
        .containsExactly(Tag.builder().key("stage").value("test").build());
    assertThat(ec2.describeTags().tags())
        .singleElement()
        .satisfies(
            tag -> {
              assertThat(tag.resourceId()).isEqualTo(id);
              assertThat(tag.resourceTypeAsString()).isEqualTo("launch-template");
            });
    assertRefused(
        () ->
            ec2.createTags(
                request ->
                    request
                        .resources("lt-0123456789abcdef0")
                        .tags(Tag.builder().key("stage").value("test").build())),
        "InvalidLaunchTemplateId.NotFound");
  }

  @Test
  void shouldBeGoneWhenDeleted() {
    // Given
    String id = region.template("web");

    // When
    ec2.deleteLaunchTemplate(request -> request.launchTemplateName("web"));

    // Then
    assertRefused(() -> versions(id), "InvalidLaunchTemplateId.NotFound");
    assertRefused(
        () -> ec2.describeLaunchTemplates(request -> request.launchTemplateNames("web")),
        "InvalidLaunchTemplateName.NotFoundException");
    assertRefused(
        () -> ec2.deleteLaunchTemplate(request -> request.launchTemplateId(id)),
        "InvalidLaunchTemplateId.NotFound");
    assertThat(found("launch-template-name", "web")).isEmpty();
  }

  @Test
  void shouldPageWhenThereAreMore() {
    // Given
    for (int number = 0; number < 5; number++) {
      region.template("template-" + number);
    }

    // When
    var names =
        ec2
            .describeLaunchTemplatesPaginator(request -> request.maxResults(2))
            .launchTemplates()
            .stream()
            .map(LaunchTemplate::launchTemplateName)
            .sorted()
            .toList();

    // Then
    assertThat(names)
        .containsExactly("template-0", "template-1", "template-2", "template-3", "template-4");
    assertRefused(
        () -> ec2.describeLaunchTemplates(request -> request.maxResults(201)),
        "InvalidParameterValue");
  }

  @Test
  void shouldLagBehindAWriteWhenReadsDo() {
    // Given
    var lagging = new Region(1, Ec2Options.usual(), Duration.ofSeconds(2));
    lagging.time.advance(Duration.ofSeconds(10));

    // When
    lagging.ec2.createLaunchTemplate(web("token", "ami-1"));

    // Then
    assertThat(lagging.ec2.describeLaunchTemplates().launchTemplates()).isEmpty();
    assertRefused(
        () -> lagging.ec2.createLaunchTemplate(web("other", "ami-1")),
        "InvalidLaunchTemplateName.AlreadyExistsException");
    lagging.time.advance(Duration.ofSeconds(2));
    assertThat(lagging.ec2.describeLaunchTemplates().launchTemplates())
        .singleElement()
        .satisfies(template -> assertThat(template.tags()).hasSize(1));
  }

  @Test
  void shouldRefuseWhatCannotBeATemplate() {
    assertRefused(() -> region.template("a"), "InvalidLaunchTemplateName.MalformedException");
    assertRefused(
        () -> region.template("web fleet"), "InvalidLaunchTemplateName.MalformedException");
    assertRefused(
        () -> region.template("web", RequestLaunchTemplateData.builder().build()),
        "InvalidRequest");
    assertRefused(
        () ->
            region.template(
                "web", RequestLaunchTemplateData.builder().userData("no base64!").build()),
        "InvalidUserData.Malformed");
  }
}
