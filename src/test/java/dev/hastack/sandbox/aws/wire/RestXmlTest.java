package dev.hastack.sandbox.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hastack.sandbox.aws.world.ApiError;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3's own protocol, as far as it is spoken. */
class RestXmlTest {
  private static final long SEED = Long.getLong("hastack.seed", 20_261_126);
  private static final int ROUNDS = 50;

  private final List<WireCall> calls = new ArrayList<>();
  private Backend backend = call -> GetBucketPolicyResponse.builder().build();
  private final AwsWire wire = new AwsWire(List.of(S3Client.class), this::answer);

  private SdkPojo answer(WireCall call) {
    calls.add(call);
    return backend.answer(call);
  }

  /** A client that names buckets in the host, as AWS has it, or in the path, as for an address. */
  private S3Client client(boolean byHost) {
    var builder =
        S3Client.builder()
            .region(Region.of(SdkServices.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
            .httpClient(new InProcessHttpClient(wire));
    return (byHost ? builder : builder.endpointOverride(URI.create("http://127.0.0.1:1"))).build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldHearWhatWasSentBothWaysWhenAPolicyIsAskedFor(boolean byHost) {
    // Given
    var structures = new RandomStructures(new Random(SEED), false);
    try (S3Client client = client(byHost)) {
      for (int round = 0; round < ROUNDS; round++) {
        var request =
            ((GetBucketPolicyRequest) structures.fill(GetBucketPolicyRequest.builder()))
                .toBuilder().bucket("logs-" + round).expectedBucketOwner("1111" + round).build();
        GetBucketPolicyResponse sent = policy(structures);
        backend = call -> sent;

        // When
        GetBucketPolicyResponse got = client.getBucketPolicy(request);

        // Then
        assertThat(got.equalsBySdkFields(sent)).as("%s, -Dhastack.seed=%d", sent, SEED).isTrue();
        assertThat(calls.getLast().request()).isEqualTo(request);
        assertThat(calls.getLast().operation()).isEqualTo("GetBucketPolicy");
      }
    }
  }

  /** The SDK itself wraps it in XML, where neither of the two survives. */
  private static GetBucketPolicyResponse policy(RandomStructures structures) {
    var random = (GetBucketPolicyResponse) structures.fill(GetBucketPolicyResponse.builder());
    String text = random.policy().replace("\r", "").replace("]]>", "");
    return random.toBuilder().policy(text).build();
  }

  @Test
  void shouldKeepStatusCodeAndMessageWhenRefused() {
    // Given
    backend =
        call -> {
          throw new ApiError(301, "PermanentRedirect", "<elsewhere>");
        };
    try (S3Client client = client(true)) {

      // When
      var error =
          catchThrowableOfType(
              S3Exception.class, () -> client.getBucketPolicy(any -> any.bucket("logs")));

      // Then
      assertThat(error.statusCode()).as("%s", error).isEqualTo(301);
      assertThat(error.awsErrorDetails().errorCode()).isEqualTo("PermanentRedirect");
      assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("<elsewhere>");
    }
  }

  @Test
  void shouldNameTheCallWhenNotModelled() {
    try (S3Client client = client(false)) {
      // When
      var error =
          catchThrowableOfType(
              S3Exception.class, () -> client.getBucketAcl(any -> any.bucket("logs")));

      // Then
      assertThat(error.statusCode()).isEqualTo(501);
      assertThat(error).hasMessageContaining("s3:GET acl");
      assertThat(calls).isEmpty();
    }
  }
}
