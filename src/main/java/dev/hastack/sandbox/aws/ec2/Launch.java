package dev.hastack.sandbox.aws.ec2;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IamInstanceProfile;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Everything that a launch was made of.
 *
 * @param securityGroups name by id
 * @param names ids of what comes into being with the instance
 */
record Launch(
    ResponseLaunchTemplateData content,
    InstanceKind kind,
    Image image,
    Subnet subnet,
    SortedMap<String, String> securityGroups,
    @Nullable IamInstanceProfile profile,
    RootVolume rootVolume,
    Names names) {

  /** What EC2 makes along with an instance. */
  record Names(String reservationId, String volumeId, @Nullable String spotRequestId) {}

  /** The root volume as the template has it, and as the image has it where it says nothing. */
  record RootVolume(String deviceName, int sizeGiB, String type, boolean encrypted) {}

  Launch named(Names all) {
    return new Launch(content, kind, image, subnet, securityGroups, profile, rootVolume, all);
  }

  /** What the template says to tag a kind of resource with. */
  Map<String, String> templateTags(String resourceType) {
    var tags = new TreeMap<String, String>();
    content.tagSpecifications().stream()
        .filter(each -> each.resourceTypeAsString().equals(resourceType))
        .flatMap(each -> each.tags().stream())
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  List<String> securityGroupIds() {
    return List.copyOf(securityGroups.keySet());
  }
}
