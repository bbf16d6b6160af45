package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The launch templates there are, and how they are looked up. */
final class Templates {
  static final String LATEST = "$Latest";
  static final String DEFAULT = "$Default";
  private static final Pattern ID = Pattern.compile("lt-[0-9a-f]{8}([0-9a-f]{9})?");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private final Table<Template> byId;

  Templates(Foundation foundation) {
    this.byId = new Table<>(foundation.time());
  }

  void put(Template template) {
    byId.put(template.id(), template);
  }

  void remove(String id) {
    byId.remove(id);
  }

  boolean exists(String id) {
    return byId.get(id).isPresent();
  }

  List<Template> all(Instant asOf) {
    return byId.all(asOf);
  }

  Optional<Template> named(String name) {
    return byId.all().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** By what a group names. */
  Template of(String idOrName) {
    return ID.matcher(idOrName).matches() ? one(idOrName, null) : one(null, idOrName);
  }

  /** By what a write names: one of both. */
  Template one(@Nullable String id, @Nullable String name) {
    mustBeOneOf(id, name);
    if (id != null) {
      return byId.get(id).orElseThrow(() -> noSuchId(id));
    }
    String byName = name == null ? "" : name;
    return named(byName).orElseThrow(() -> noSuchName(byName));
  }

  /** As {@link #one}, for a describe. */
  Template one(@Nullable String id, @Nullable String name, Instant asOf) {
    mustBeOneOf(id, name);
    if (id != null) {
      return byId.get(id, asOf).orElseThrow(() -> noSuchId(id));
    }
    String byName = name == null ? "" : name;
    return byId.all(asOf).stream()
        .filter(each -> each.name().equals(byName))
        .findFirst()
        .orElseThrow(() -> noSuchName(byName));
  }

  private static void mustBeOneOf(@Nullable String id, @Nullable String name) {
    if (id == null && name == null) {
      throw new ApiError(
          "MissingParameter",
          "Either a launch template ID or a launch template name must be specified in the"
              + " request.");
    }
    if (id != null && name != null) {
      throw new ApiError(
          "InvalidParameterCombination",
          "A launch template ID and a launch template name cannot both be specified in the"
              + " request.");
    }
    if (id != null && !ID.matcher(id).matches()) {
      throw new ApiError(
          "InvalidLaunchTemplateId.Malformed",
          "The specified launch template ID '%s' is not valid.".formatted(id));
    }
  }

  /**
   * A version of a template.
   *
   * @param version a number, {@code $Latest} or {@code $Default}
   */
  static TemplateVersion version(Template template, String version) {
    return switch (version) {
      case LATEST -> template.version(template.latestVersion()).orElseThrow();
      case DEFAULT -> template.version(template.defaultVersion()).orElseThrow();
      default ->
          template.version(number(version)).orElseThrow(() -> noSuchVersion(template, version));
    };
  }

  static long number(String version) {
    if (!NUMBER.matcher(version).matches()) {
      throw new ApiError(
          "InvalidLaunchTemplateId.Malformed",
          "The specified launch template version '%s' is not valid.".formatted(version));
    }
    return Long.parseLong(version);
  }

  static ApiError noSuchVersion(Template template, String version) {
    return new ApiError(
        "InvalidLaunchTemplateId.VersionNotFound",
        "Could not find the specified version %s for the launch template with ID %s."
            .formatted(version, template.id()));
  }

  static ApiError noSuchId(String id) {
    return new ApiError(
        "InvalidLaunchTemplateId.NotFound",
        "The specified launch template, with template ID %s, does not exist.".formatted(id));
  }

  static ApiError noSuchName(String name) {
    return new ApiError(
        "InvalidLaunchTemplateName.NotFoundException",
        "The specified launch template, with template name %s, does not exist.".formatted(name));
  }
}
