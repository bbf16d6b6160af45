package dev.hastack.sandbox.aws.kms;

import dev.hastack.sandbox.aws.world.CurrentCall;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;

/** The service's operations as far as they are modelled: KMS API reference, DescribeKey. */
record KmsService(Store store, CurrentCall call) implements KmsClient {

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
    call.concerns(String.valueOf(request.keyId()));
    return DescribeKeyResponse.builder()
        .keyMetadata(store.named(String.valueOf(request.keyId()), call.readsAsOf()))
        .build();
  }
}
