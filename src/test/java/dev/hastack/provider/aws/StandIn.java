package dev.hastack.provider.aws;

import dev.hastack.sandbox.aws.AwsEndpoint;

/** Who plays AWS, and what is peculiar to it. */
interface StandIn extends AutoCloseable {
  AwsEndpoint endpoint();

  /** Of whoever calls. */
  String accountId();

  /** Has happen what AWS does on its own within minutes, such as to start and end instances. */
  void letTimePass();

  /** Whether it keeps to a rule of AWS. */
  boolean follows(AwsRule rule);

  @Override
  void close();
}
