package dev.hastack.sandbox.aws.s3;

import dev.hastack.sandbox.aws.world.CurrentCall;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;

/** The service's operations as far as they are modelled: S3 API reference, GetBucketPolicy. */
record S3Service(Store store, CurrentCall call) implements S3Client {

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public GetBucketPolicyResponse getBucketPolicy(GetBucketPolicyRequest request) {
    call.concerns(request.bucket());
    return GetBucketPolicyResponse.builder()
        .policy(store.policy(request.bucket(), call.readsAsOf()))
        .build();
  }
}
