package dev.hastack.endtoend;

import static dev.hastack.endtoend.FieldUpdate.plain;

import dev.hastack.endtoend.FieldUpdate.Effect;
import dev.hastack.endtoend.FieldUpdate.Shown;
import dev.hastack.provider.aws.resource.LaunchTemplate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A change of every field that is kept in the launch template. */
final class TemplateUpdates {
  private static final String NOTHING = "null";
  private static final String OTHERS = '"' + FullStack.OTHERS_NAMED + '"';

  private TemplateUpdates() {}

  static List<FieldUpdate> all(Scene scene) {
    String otherImage = '"' + scene.otherImageId() + '"';
    String otherGroup = scene.otherSecurityGroupId();
    return List.of(
        new FieldUpdate(
            "aws.network.securityGroupIds",
            "[\"" + otherGroup + "\"]",
            Effect.version(LaunchTemplate.SECURITY_GROUP_IDS),
            new Shown(
                live -> live.data().securityGroupIds(), List.of(otherGroup).toString(), "[]")),
        // Instead of the id there is a parameter then, which has the image of the beginning.
        plain(
            "aws.fleet.image.id",
            otherImage,
            Effect.version(LaunchTemplate.IMAGE_ID),
            live -> live.data().imageId(),
            scene.ground().imageId()),
        plain(
            "aws.fleet.instanceProfile",
            OTHERS,
            Effect.version(LaunchTemplate.IAM_INSTANCE_PROFILE),
            live ->
                live.data().iamInstanceProfile() == null
                    ? null
                    : live.data().iamInstanceProfile().name(),
            NOTHING),
        plain(
            "aws.fleet.keyName",
            OTHERS,
            Effect.version(LaunchTemplate.KEY_NAME),
            live -> live.data().keyName(),
            NOTHING),
        new FieldUpdate(
            "aws.fleet.userData",
            "\"changed\"",
            Effect.version(LaunchTemplate.USER_DATA),
            new Shown(live -> live.data().userData(), "Y2hhbmdlZA==", NOTHING)),
        volume("sizeGiB", "40", live -> live.rootVolume().volumeSize()),
        volume("type", "\"gp2\"", live -> live.rootVolume().volumeTypeAsString()),
        volume("encrypted", "false", live -> live.rootVolume().encrypted()),
        plain(
            "aws.fleet.metadata.httpTokens",
            "\"optional\"",
            Effect.version(LaunchTemplate.METADATA_OPTIONS),
            live -> live.data().metadataOptions().httpTokensAsString(),
            "required"),
        plain(
            "aws.fleet.metadata.hopLimit",
            "3",
            Effect.version(LaunchTemplate.METADATA_OPTIONS),
            live -> live.data().metadataOptions().httpPutResponseHopLimit(),
            "1"),
        plain(
            "aws.fleet.detailedMonitoring",
            "false",
            Effect.version(LaunchTemplate.MONITORING),
            live -> live.data().monitoring() == null ? null : live.data().monitoring().enabled(),
            NOTHING));
  }

  private static FieldUpdate volume(
      String field, String value, Function<LiveStack, @Nullable Object> reader) {
    return plain(
        "aws.fleet.rootVolume." + field,
        value,
        Effect.version(LaunchTemplate.BLOCK_DEVICE_MAPPINGS),
        reader,
        NOTHING);
  }
}
