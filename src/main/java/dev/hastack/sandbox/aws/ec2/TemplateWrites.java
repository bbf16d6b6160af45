package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionRequest;
import software.amazon.awssdk.services.ec2.model.CreateLaunchTemplateVersionResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseErrorItem;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseSuccessItem;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateErrorCode;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateRequest;
import software.amazon.awssdk.services.ec2.model.ModifyLaunchTemplateResponse;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/**
 * The writes on launch templates. What a version names is not checked here: a launch finds out,
 * which is AWS's way too (it only warns).
 */
final class TemplateWrites {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9().\\-/_]{3,128}");
  private static final int DESCRIPTION_LENGTH = 255;
  private static final int VERSIONS_A_DELETE = 200;
  private static final ResponseLaunchTemplateData NOTHING =
      ResponseLaunchTemplateData.builder().build();

  private final Foundation foundation;
  private final Ids ids;
  private final Templates templates;
  private final Tags tags;
  private final ClientTokens tokens;

  TemplateWrites(Foundation foundation, Ids ids, Templates templates, Tags tags) {
    this.foundation = foundation;
    this.ids = ids;
    this.templates = templates;
    this.tags = tags;
    this.tokens = new ClientTokens(foundation.time());
  }

  CreateLaunchTemplateResponse create(CreateLaunchTemplateRequest request) {
    String name = request.launchTemplateName() == null ? "" : request.launchTemplateName();
    foundation.call().concerns(name);
    return tokens.once(
        request.clientToken(),
        request,
        CreateLaunchTemplateResponse.class,
        () -> make(request, name));
  }

  private CreateLaunchTemplateResponse make(CreateLaunchTemplateRequest request, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new ApiError(
          "InvalidLaunchTemplateName.MalformedException",
          "A launch template name must be between 3 and 128 characters, and may contain letters,"
              + " numbers, and the following characters: ( ) . - / _.");
    }
    SortedMap<String, String> wanted =
        Tags.specified(request.tagSpecifications(), "launch-template");
    TemplateVersion first =
        version(
            1,
            request.versionDescription(),
            TemplateContent.of(request.launchTemplateData(), NOTHING));
    if (templates.named(name).isPresent()) {
      throw new ApiError(
          "InvalidLaunchTemplateName.AlreadyExistsException",
          "Launch template name already in use.");
    }
    var versions = new TreeMap<Long, TemplateVersion>();
    versions.put(1L, first);
    Template template =
        new Template(ids.next("lt"), name, first.createdAt(), first.createdBy(), 1, 1, versions);
    templates.put(template);
    tags.put(template.id(), wanted);
    return CreateLaunchTemplateResponse.builder().launchTemplate(template.shown(wanted)).build();
  }

  private TemplateVersion version(
      long number, @Nullable String description, ResponseLaunchTemplateData data) {
    if (description != null && description.length() > DESCRIPTION_LENGTH) {
      throw new ApiError(
          "InvalidParameterValue",
          "The version description may not be longer than %d characters."
              .formatted(DESCRIPTION_LENGTH));
    }
    return new TemplateVersion(
        number, description, foundation.time().now(), foundation.call().principalArn(), data);
  }

  CreateLaunchTemplateVersionResponse createVersion(CreateLaunchTemplateVersionRequest request) {
    return tokens.once(
        request.clientToken(),
        request,
        CreateLaunchTemplateVersionResponse.class,
        () -> makeVersion(request));
  }

  private CreateLaunchTemplateVersionResponse makeVersion(
      CreateLaunchTemplateVersionRequest request) {
    Template template = named(request.launchTemplateId(), request.launchTemplateName());
    ResponseLaunchTemplateData source =
        request.sourceVersion() == null
            ? NOTHING
            : Templates.version(template, request.sourceVersion()).data();
    TemplateVersion version =
        version(
            template.highestEver() + 1,
            request.versionDescription(),
            TemplateContent.of(request.launchTemplateData(), source));
    Template changed = template.with(version);
    templates.put(changed);
    return CreateLaunchTemplateVersionResponse.builder()
        .launchTemplateVersion(changed.shown(version))
        .build();
  }

  private Template named(@Nullable String id, @Nullable String name) {
    Template template = templates.one(id, name);
    foundation.call().concerns(template.name());
    return template;
  }

  /** Of all that a template is, only the default version can be modified. */
  ModifyLaunchTemplateResponse modify(ModifyLaunchTemplateRequest request) {
    return tokens.once(
        request.clientToken(),
        request,
        ModifyLaunchTemplateResponse.class,
        () -> {
          Template template = named(request.launchTemplateId(), request.launchTemplateName());
          if (request.defaultVersion() == null) {
            throw new ApiError(
                "MissingParameter", "The request must contain the parameter DefaultVersion");
          }
          Template changed =
              template.withDefault(Templates.version(template, request.defaultVersion()).number());
          templates.put(changed);
          return ModifyLaunchTemplateResponse.builder()
              .launchTemplate(changed.shown(tags.of(changed.id())))
              .build();
        });
  }

  DeleteLaunchTemplateResponse delete(DeleteLaunchTemplateRequest request) {
    Template template = named(request.launchTemplateId(), request.launchTemplateName());
    SortedMap<String, String> had = tags.of(template.id());
    templates.remove(template.id());
    tags.forget(template.id());
    return DeleteLaunchTemplateResponse.builder().launchTemplate(template.shown(had)).build();
  }

  /** Refusals of single versions are items of the answer, not errors of the call. */
  DeleteLaunchTemplateVersionsResponse deleteVersions(DeleteLaunchTemplateVersionsRequest request) {
    Template template = named(request.launchTemplateId(), request.launchTemplateName());
    if (request.versions().isEmpty() || request.versions().size() > VERSIONS_A_DELETE) {
      throw new ApiError(
          "InvalidParameterValue",
          "Between 1 and %d versions can be deleted at a time.".formatted(VERSIONS_A_DELETE));
    }
    var deleted = new ArrayList<Long>();
    var refused = new ArrayList<DeleteLaunchTemplateVersionsResponseErrorItem>();
    for (String text : request.versions()) {
      long number = Templates.number(text);
      Optional<DeleteLaunchTemplateVersionsResponseErrorItem> refusal = refusal(template, number);
      refusal.ifPresentOrElse(refused::add, () -> deleted.add(number));
    }
    templates.put(template.without(deleted));
    return DeleteLaunchTemplateVersionsResponse.builder()
        .successfullyDeletedLaunchTemplateVersions(deleted(template, deleted))
        .unsuccessfullyDeletedLaunchTemplateVersions(refused)
        .build();
  }

  private static List<DeleteLaunchTemplateVersionsResponseSuccessItem> deleted(
      Template template, List<Long> numbers) {
    return numbers.stream()
        .map(
            number ->
                DeleteLaunchTemplateVersionsResponseSuccessItem.builder()
                    .launchTemplateId(template.id())
                    .launchTemplateName(template.name())
                    .versionNumber(number)
                    .build())
        .toList();
  }

  private static Optional<DeleteLaunchTemplateVersionsResponseErrorItem> refusal(
      Template template, long number) {
    if (number == template.defaultVersion()) {
      return Optional.of(
          refused(
              template,
              number,
              LaunchTemplateErrorCode.UNEXPECTED_ERROR,
              "Cannot delete the default version. Set another version as the default first."));
    }
    return template.version(number).isPresent()
        ? Optional.empty()
        : Optional.of(
            refused(
                template,
                number,
                LaunchTemplateErrorCode.LAUNCH_TEMPLATE_VERSION_DOES_NOT_EXIST,
                "The specified launch template version does not exist."));
  }

  private static DeleteLaunchTemplateVersionsResponseErrorItem refused(
      Template template, long number, LaunchTemplateErrorCode code, String message) {
    return DeleteLaunchTemplateVersionsResponseErrorItem.builder()
        .launchTemplateId(template.id())
        .launchTemplateName(template.name())
        .versionNumber(number)
        .responseError(error -> error.code(code).message(message))
        .build();
  }
}
