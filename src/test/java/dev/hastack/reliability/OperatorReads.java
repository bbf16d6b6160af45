package dev.hastack.reliability;

import dev.hastack.provider.aws.AwsCallListener;
import dev.hastack.testing.OperatorCalls;
import java.util.List;

/** Every read that the operator's code has a call for, so that no suite can miss a new one. */
final class OperatorReads {
  private OperatorReads() {}

  /** Those of some services, as IAM names them, for example {@code ec2:DescribeImages}. */
  static List<String> of(String... services) {
    return OperatorCalls.everywhere().stream()
        .filter(call -> List.of(services).contains(call.service()))
        .filter(call -> AwsCallListener.isRead(call.operation()))
        // Without keys nothing is read at all: TenancyTest has them refused.
        .filter(call -> !call.operation().equals("AssumeRole"))
        .map(OperatorCalls.Call::action)
        .distinct()
        .sorted()
        .toList();
  }
}
