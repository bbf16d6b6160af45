package dev.hastack.sandbox.aws.autoscaling;

import static dev.hastack.sandbox.aws.autoscaling.Calls.invalid;

import dev.hastack.sandbox.aws.world.Page;
import java.util.List;
import java.util.TreeMap;
import software.amazon.awssdk.services.autoscaling.model.AttachLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.AttachLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.DetachLoadBalancerTargetGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DetachLoadBalancerTargetGroupsResponse;
import software.amazon.awssdk.services.autoscaling.model.LoadBalancerTargetGroupState;

/** Attaches target groups to groups (API reference, operations of these names). */
final class TargetGroupCalls {
  private static final int A_PAGE = 100;

  private final Calls calls;
  private final TargetGroups targetGroups;

  TargetGroupCalls(Calls calls) {
    this.calls = calls;
    this.targetGroups = new TargetGroups(calls.world());
  }

  static String existing(Calls calls, String arn) {
    if (!calls.world().targets().exists(arn)) {
      throw invalid(
          "Provided Target Groups may not be valid. Please ensure they exist and try again.");
    }
    return arn;
  }

  AttachLoadBalancerTargetGroupsResponse attach(AttachLoadBalancerTargetGroupsRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    var attachments = new TreeMap<>(group.attachments());
    for (String arn : request.targetGroupARNs()) {
      Attachment before = attachments.get(existing(calls, arn));
      if (before == null || before == Attachment.REMOVING) {
        attachments.put(arn, Attachment.ADDING);
      }
    }
    calls.groups().put(group.withAttachments(attachments));
    return AttachLoadBalancerTargetGroupsResponse.builder().build();
  }

  DetachLoadBalancerTargetGroupsResponse detach(DetachLoadBalancerTargetGroupsRequest request) {
    Group group = calls.groups().require(request.autoScalingGroupName());
    for (String arn : request.targetGroupARNs()) {
      if (!group.attachments().containsKey(arn)) {
        throw invalid("Trying to remove Target Groups that are not part of the group: " + arn);
      }
      group = targetGroups.deregister(group, arn);
    }
    calls.groups().put(group);
    return DetachLoadBalancerTargetGroupsResponse.builder().build();
  }

  DescribeLoadBalancerTargetGroupsResponse describe(
      DescribeLoadBalancerTargetGroupsRequest request) {
    Group group = calls.groups().requireSeen(request.autoScalingGroupName());
    List<LoadBalancerTargetGroupState> all =
        group.attachments().entrySet().stream()
            .map(
                each ->
                    LoadBalancerTargetGroupState.builder()
                        .loadBalancerTargetGroupARN(each.getKey())
                        .state(each.getValue().state())
                        .build())
            .toList();
    var page =
        Page.of(
            all,
            request.nextToken(),
            calls.call().pageSize(request.maxRecords(), A_PAGE, A_PAGE),
            "InvalidNextToken");
    return DescribeLoadBalancerTargetGroupsResponse.builder()
        .loadBalancerTargetGroups(page.items())
        .nextToken(page.nextToken())
        .build();
  }
}
