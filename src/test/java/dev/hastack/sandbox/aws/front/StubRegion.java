package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import dev.hastack.sandbox.aws.world.Table;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.CreateAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupRequest;
import software.amazon.awssdk.services.autoscaling.model.DeleteAutoScalingGroupResponse;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsRequest;
import software.amazon.awssdk.services.autoscaling.model.DescribeAutoScalingGroupsResponse;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;

/** A region whose groups are names and nothing more. */
record StubRegion(Map<String, SdkClient> services) implements RegionalServices {

  static StubRegion of(Foundation foundation, CallRecord record) {
    return new StubRegion(
        Map.of(
            "autoscaling", new Groups(new Table<>(foundation.time()), foundation.call()),
            "ec2", new NoInstances(),
            "ssm", new OneParameter()));
  }

  private record Groups(Table<String> names, CurrentCall call) implements AutoScalingClient {
    @Override
    public CreateAutoScalingGroupResponse createAutoScalingGroup(
        CreateAutoScalingGroupRequest request) {
      String name = request.autoScalingGroupName();
      call.concerns(name);
      call.require("iam:PassRole", "arn:aws:iam::" + call.accountId() + ":role/web");
      if (names.get(name).isPresent()) {
        throw new ApiError("AlreadyExists", "AutoScalingGroup by this name already exists");
      }
      names.put(name, name);
      return CreateAutoScalingGroupResponse.builder().build();
    }

    @Override
    public DeleteAutoScalingGroupResponse deleteAutoScalingGroup(
        DeleteAutoScalingGroupRequest request) {
      List.of().add(null);
      return DeleteAutoScalingGroupResponse.builder().build();
    }

    @Override
    public DescribeAutoScalingGroupsResponse describeAutoScalingGroups(
        DescribeAutoScalingGroupsRequest request) {
      Page<String> page =
          Page.of(
              names.all(call.readsAsOf()),
              request.nextToken(),
              call.pageSize(request.maxRecords(), 50, 100),
              "InvalidNextToken");
      return DescribeAutoScalingGroupsResponse.builder()
          .autoScalingGroups(
              page.items().stream()
                  .map(name -> AutoScalingGroup.builder().autoScalingGroupName(name).build())
                  .toList())
          .nextToken(page.nextToken())
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private record NoInstances() implements Ec2Client {
    @Override
    public DescribeInstancesResponse describeInstances(DescribeInstancesRequest request) {
      return DescribeInstancesResponse.builder().build();
    }

    @Override
    public TerminateInstancesResponse terminateInstances(TerminateInstancesRequest request) {
      return TerminateInstancesResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  private record OneParameter() implements SsmClient {
    @Override
    public GetParameterResponse getParameter(GetParameterRequest request) {
      return GetParameterResponse.builder()
          .parameter(parameter -> parameter.name(request.name()).value("ami-1"))
          .build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
