package dev.hastack.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hastack.provider.aws.resource.AutoScalingGroup;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import dev.hastack.provider.aws.resource.TargetGroup;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One field of the spec with another value, and what of AWS that changes.
 *
 * @param path under {@code spec}, with dots
 * @param value the new value as JSON
 */
record FieldUpdate(String path, String value, Effect effect, Shown shown) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UPDATE_GROUP = "autoscaling:UpdateAutoScalingGroup";

  /** AWS's reference lets the policy be left out; the operator never does. */
  private static final String POLICY = "MixedInstancesPolicy";

  /**
   * What is written.
   *
   * @param attributes kind and name, as the schemas declare them
   * @param writes every call it takes, and all that those say
   */
  record Effect(Set<String> attributes, List<SentWrite> writes) {

    /** Of a template's version, which the group then follows. */
    static Effect version(String attribute) {
      return new Effect(
          Set.of(LaunchTemplate.KIND + " " + attribute),
          List.of(
              SentWrite.of("ec2:CreateLaunchTemplateVersion", "LaunchTemplateData"),
              SentWrite.of("ec2:ModifyLaunchTemplate", "SetDefaultVersion"),
              SentWrite.of(UPDATE_GROUP, POLICY)));
    }

    /** Of a group's policy. */
    static Effect policy(String attribute) {
      return group(attribute, SentWrite.of(UPDATE_GROUP, POLICY));
    }

    /** Of a group itself. */
    static Effect group(String attribute) {
      return group(attribute, SentWrite.of(UPDATE_GROUP, POLICY, attribute));
    }

    static Effect group(String attribute, SentWrite... writes) {
      return new Effect(Set.of(AutoScalingGroup.KIND + " " + attribute), List.of(writes));
    }

    /** Of a target group's health check. */
    static Effect healthCheck(String attribute) {
      return targetGroup(attribute, "elasticloadbalancing:ModifyTargetGroup");
    }

    /** Of a target group's own attributes. */
    static Effect targetGroup(String key) {
      return targetGroup(key, "elasticloadbalancing:ModifyTargetGroupAttributes");
    }

    private static Effect targetGroup(String attribute, String operation) {
      return new Effect(
          Set.of(TargetGroup.KIND + " " + attribute), List.of(SentWrite.of(operation, attribute)));
    }
  }

  /**
   * What is seen of it.
   *
   * @param reader reads what the field says from what AWS shows
   * @param changed what is read then, as text
   * @param unset what is read when the field is left out again, as text; {@code null} is what AWS
   *     has none of
   */
  record Shown(Function<LiveStack, @Nullable Object> reader, String changed, String unset) {}

  /** A field that reads on AWS as it is written. */
  static FieldUpdate plain(
      String path,
      String value,
      Effect effect,
      Function<LiveStack, @Nullable Object> reader,
      String unset) {
    return new FieldUpdate(path, value, effect, new Shown(reader, value.replace("\"", ""), unset));
  }

  String changed() {
    return shown.changed();
  }

  String unset() {
    return shown.unset();
  }

  String read(LiveStack live) {
    return Objects.toString(shown.reader().apply(live));
  }

  /** Fields and their values as a JSON merge patch of the object. */
  static String patch(List<FieldUpdate> updates) {
    ObjectNode patch = JSON.createObjectNode();
    updates.forEach(update -> set(patch, "spec." + update.path(), update.value()));
    return patch.toString();
  }

  private static void set(ObjectNode root, String path, String value) {
    ObjectNode node = root;
    List<String> names = List.of(path.split("\\.", -1));
    for (String name : names.subList(0, names.size() - 1)) {
      node = node.withObjectProperty(name);
    }
    try {
      node.set(names.getLast(), JSON.readTree(value));
    } catch (JsonProcessingException malformed) {
      throw new IllegalArgumentException(path + ": " + value, malformed);
    }
  }
}
