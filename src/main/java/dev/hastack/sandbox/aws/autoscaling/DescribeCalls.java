package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import dev.hastack.sandbox.aws.world.Page;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.autoscaling.model.Activity;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingInstanceDetails;
import software.amazon.awssdk.services.autoscaling.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingInstancesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingInstancesResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeScalingActivitiesResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeTerminationPolicyTypesRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeTerminationPolicyTypesResponse;
import software.amazon.awssdk.services.autoscaling.model.Filter;
import software.amazon.awssdk.services.autoscaling.model.TagDescription;

/** Describes groups, instances and activities (API reference, operations of these names). */
final class DescribeCalls {
  private static final int BY_DEFAULT = 50;
  private static final int MOST = 100;
  private static final int MOST_INSTANCES = 50;
  private static final int MOST_LAUNCH_CONFIGURATIONS = 200;

  private final Calls calls;

  DescribeCalls(Calls calls) {
    this.calls = calls;
  }

  /** Names that do not exist are left out without an error. */
  DescribeAutoScalingGroupsResponse groups(DescribeAutoScalingGroupsRequest request) {
    List<String> names = request.autoScalingGroupNames();
    names.forEach(calls.call()::concerns);
    boolean withInstances = !Boolean.FALSE.equals(request.includeInstances());
    List<Group> all =
        calls.groups().seen().stream()
            .filter(group -> names.isEmpty() || names.contains(group.name()))
            .filter(group -> request.filters().stream().allMatch(filter -> matches(group, filter)))
            .toList();
    Page<Group> page = page(all, request.nextToken(), request.maxRecords(), BY_DEFAULT, MOST);
    return DescribeAutoScalingGroupsResponse.builder()
        .autoScalingGroups(
            page.items().stream().map(group -> Descriptions.group(group, withInstances)).toList())
        .nextToken(page.nextToken())
        .build();
  }

  private static boolean matches(Group group, Filter filter) {
    List<TagDescription> tags = group.settings().tags();
    String name = filter.name();
    if (name.equals("tag-key")) {
      return tags.stream().anyMatch(tag -> filter.values().contains(tag.key()));
    }
    if (name.equals("tag-value")) {
      return tags.stream().anyMatch(tag -> filter.values().contains(tag.value()));
    }
    if (!name.startsWith("tag:")) {
      throw invalid("Filter type %s is not correct.".formatted(name));
    }
    String key = name.substring("tag:".length());
    return tags.stream()
        .anyMatch(tag -> tag.key().equals(key) && filter.values().contains(tag.value()));
  }

  /** Ids that belong to no group are left out without an error. */
  DescribeAutoScalingInstancesResponse instances(DescribeAutoScalingInstancesRequest request) {
    List<String> ids = request.instanceIds();
    if (ids.size() > MOST_INSTANCES) {
      throw invalid("A call names at most %d instances.".formatted(MOST_INSTANCES));
    }
    List<AutoScalingInstanceDetails> all =
        calls.groups().seen().stream()
            .flatMap(
                group ->
                    group.all().stream()
                        .filter(member -> ids.isEmpty() || ids.contains(member.id()))
                        .map(member -> Descriptions.details(group, member)))
            .toList();
    var page = page(all, request.nextToken(), request.maxRecords(), MOST_INSTANCES, MOST_INSTANCES);
    return DescribeAutoScalingInstancesResponse.builder()
        .autoScalingInstances(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  /**
   * Newest first. Those of deleted groups are forgotten, unlike AWS's, which stay for six weeks.
   */
  DescribeScalingActivitiesResponse activities(DescribeScalingActivitiesRequest request) {
    String name = request.autoScalingGroupName();
    List<Group> groups =
        name == null ? calls.groups().seen() : List.of(calls.groups().requireSeen(name));
    List<Activity> all =
        groups.stream()
            .flatMap(group -> group.activities().newestFirst().stream())
            .filter(
                activity ->
                    request.activityIds().isEmpty()
                        || request.activityIds().contains(activity.activityId()))
            .sorted(Comparator.comparing(Activity::startTime).reversed())
            .toList();
    Page<Activity> page = page(all, request.nextToken(), request.maxRecords(), MOST, MOST);
    return DescribeScalingActivitiesResponse.builder()
        .activities(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private <T> Page<T> page(
      List<T> all, @Nullable String token, @Nullable Integer asked, int byDefault, int most) {
    return Page.of(all, token, calls.call().pageSize(asked, byDefault, most), "InvalidNextToken");
  }

  static DescribeTerminationPolicyTypesResponse terminationPolicyTypes(
      DescribeTerminationPolicyTypesRequest request) {
    return DescribeTerminationPolicyTypesResponse.builder()
        .terminationPolicyTypes(Settings.TERMINATION_POLICIES)
        .build();
  }

  DescribeAccountLimitsResponse accountLimits(DescribeAccountLimitsRequest request) {
    return DescribeAccountLimitsResponse.builder()
        .maxNumberOfAutoScalingGroups(GroupCalls.MOST_GROUPS)
        .maxNumberOfLaunchConfigurations(MOST_LAUNCH_CONFIGURATIONS)
        .numberOfAutoScalingGroups(calls.groups().seen().size())
        .numberOfLaunchConfigurations(0)
        .build();
  }
}
