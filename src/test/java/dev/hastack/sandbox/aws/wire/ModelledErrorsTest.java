package dev.hastack.sandbox.aws.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.QueryCodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.autoscaling.AutoScalingClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The codes by which the SDK knows an error, for each exception class that it has for the product's
 * services: {@code modelled-errors.txt} lists them all, and they are used verbatim in {@link
 * ApiError}. EC2 has no such classes.
 */
class ModelledErrorsTest {

  /** A line of the list: the status is the one that the service's API reference has. */
  record Modelled(String service, String code, int status, String exception) {
    static Modelled of(String line) {
      String[] columns = line.split(" ", -1);
      return new Modelled(columns[0], columns[1], Integer.parseInt(columns[2]), columns[3]);
    }

    /** As the SDK tells it: SQS's errors keep their codes of the query protocol. */
    Modelled asTold() {
      return service.equals(SqsClient.class.getSimpleName())
          ? new Modelled(service, QueryCodes.of(code), status, exception)
          : this;
    }
  }

  /** A client, and any call of its without arguments. */
  record Caller<C extends SdkClient>(Class<C> service, Consumer<C> call) {
    /** What the client throws, for each error that is answered in turn. */
    List<AwsServiceException> refusedWith(List<ApiError> errors) {
      Iterator<ApiError> next = errors.iterator();
      var wire =
          new AwsWire(
              List.of(service),
              any -> {
                throw next.next();
              });
      try (C client = SdkServices.connect(service, new InProcessHttpClient(wire))) {
        return errors.stream().map(any -> thrownBy(client)).toList();
      }
    }

    AwsServiceException refusedWith(ApiError error) {
      return refusedWith(List.of(error)).getFirst();
    }

    private AwsServiceException thrownBy(C client) {
      return Objects.requireNonNull(
          catchThrowableOfType(AwsServiceException.class, () -> call.accept(client)));
    }

    @Override
    public String toString() {
      return service.getSimpleName();
    }
  }

  private static final Caller<AutoScalingClient> AUTO_SCALING =
      new Caller<>(AutoScalingClient.class, AutoScalingClient::describeAutoScalingGroups);
  private static final Caller<Ec2Client> EC2 =
      new Caller<>(Ec2Client.class, Ec2Client::describeInstances);

  static List<Caller<?>> callers() {
    return List.of(
        AUTO_SCALING,
        new Caller<>(AcmClient.class, AcmClient::listCertificates),
        new Caller<>(
            ElasticLoadBalancingV2Client.class,
            ElasticLoadBalancingV2Client::describeLoadBalancers),
        new Caller<>(CloudWatchClient.class, CloudWatchClient::listMetrics),
        new Caller<>(EventBridgeClient.class, client -> client.listRules(request -> {})),
        new Caller<>(KmsClient.class, KmsClient::listKeys),
        new Caller<>(RdsClient.class, RdsClient::describeDBClusters),
        new Caller<>(SecretsManagerClient.class, SecretsManagerClient::listSecrets),
        new Caller<>(SqsClient.class, SqsClient::listQueues),
        new Caller<>(SsmClient.class, SsmClient::describeParameters),
        new Caller<>(StsClient.class, StsClient::getCallerIdentity));
  }

  @ParameterizedTest
  @MethodSource("callers")
  void shouldThrowTheModelledClassWhenRefusedByCode(Caller<?> caller) {
    // Given
    List<Modelled> errors = modelled(caller.service());

    // When
    List<AwsServiceException> thrown =
        caller.refusedWith(
            errors.stream()
                .map(error -> new ApiError(error.status(), error.code(), "because"))
                .toList());

    // Then
    assertThat(thrown)
        .extracting(
            each ->
                new Modelled(
                    caller.service().getSimpleName(),
                    each.awsErrorDetails().errorCode(),
                    each.statusCode(),
                    each.getClass().getSimpleName()))
        .containsExactlyElementsOf(errors.stream().map(Modelled::asTold).toList());
    assertThat(thrown)
        .extracting(each -> each.awsErrorDetails().errorMessage())
        .containsOnly("because");
  }

  @ParameterizedTest
  @MethodSource("callers")
  void shouldListEveryModelledClassOfTheSdk(Caller<?> caller) {
    assertThat(modelled(caller.service()))
        .extracting(Modelled::exception)
        .containsExactlyInAnyOrderElementsOf(exceptionsOf(caller.service()));
  }

  @Test
  void shouldKeepTheCodeWhenServiceHasNoClassForIt() {
    AwsServiceException thrown =
        EC2.refusedWith(new ApiError("InvalidLaunchTemplateId.NotFound", "none"));

    assertThat(thrown).isExactlyInstanceOf(Ec2Exception.class);
    assertThat(thrown.awsErrorDetails().errorCode()).isEqualTo("InvalidLaunchTemplateId.NotFound");
  }

  @Test
  void shouldBeThrottlingForTheSdkWhenCodeSaysSo() {
    assertThat(AUTO_SCALING.refusedWith(new ApiError("Throttling", "Rate exceeded")))
        .matches(AwsServiceException::isThrottlingException);
    assertThat(EC2.refusedWith(new ApiError(503, "RequestLimitExceeded", "Request limit exceeded")))
        .matches(AwsServiceException::isThrottlingException);
  }

  private static List<Modelled> modelled(Class<?> service) {
    try (InputStream list =
        Objects.requireNonNull(
            ModelledErrorsTest.class.getResourceAsStream("modelled-errors.txt"))) {
      return new String(list.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Modelled::of)
          .filter(error -> error.service().equals(service.getSimpleName()))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The exception classes in the SDK's module but the one that all of the service's extend. */
  private static List<String> exceptionsOf(Class<?> service) {
    String folder = service.getPackageName().replace('.', '/') + "/model/";
    String base = service.getSimpleName().replace("Client", "Exception");
    Path module = Path.of(service.getProtectionDomain().getCodeSource().getLocation().getPath());
    try (var jar = new JarFile(module.toFile())) {
      return jar.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(folder) && name.endsWith("Exception.class"))
          .map(name -> name.substring(folder.length(), name.length() - ".class".length()))
          .filter(name -> !name.equals(base))
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
