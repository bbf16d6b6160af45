package dev.hastack.sandbox.aws.elasticloadbalancing;

import static dev.hastack.sandbox.aws.elasticloadbalancing.LoadBalancingWorld.forward;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hastack.sandbox.aws.world.ApiError;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Certificate;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;

/** The certificates of listeners, and what ACM knows of their use. */
class ListenerCertificatesTest {
  private static final String OF_IAM =
      "arn:aws:iam::123456789012:server-certificate/company/servercert";

  private final LoadBalancingWorld world = new LoadBalancingWorld(3);
  private final String group = world.targetGroup("web");
  private final String front = world.loadBalancer("front");
  private final String issued = world.acm().provideCertificate("*.hastack.example");

  private static Certificate certificate(String arn) {
    return Certificate.builder().certificateArn(arn).build();
  }

  private Listener https(String... arns) {
    return world
        .elb()
        .createListener(
            request ->
                request
                    .loadBalancerArn(front)
                    .port(443)
                    .protocol(ProtocolEnum.HTTPS)
                    .certificates(
                        List.of(arns).stream().map(ListenerCertificatesTest::certificate).toList())
                    .defaultActions(forward(group)))
        .listeners()
        .getFirst();
  }

  private void add(String listener, String... arns) {
    world
        .elb()
        .addListenerCertificates(
            request ->
                request
                    .listenerArn(listener)
                    .certificates(
                        List.of(arns).stream()
                            .map(ListenerCertificatesTest::certificate)
                            .toList()));
  }

  private void remove(String listener, String arn) {
    world
        .elb()
        .removeListenerCertificates(
            request -> request.listenerArn(listener).certificates(certificate(arn)));
  }

  private List<Certificate> certificates(String listener) {
    return world
        .elb()
        .describeListenerCertificates(request -> request.listenerArn(listener))
        .certificates();
  }

  private String pending() {
    return world
        .acm()
        .service()
        .requestCertificate(request -> request.domainName("shop.example"))
        .certificateArn();
  }

  private List<String> users(String arn) {
    return world
        .acm()
        .service()
        .describeCertificate(request -> request.certificateArn(arn))
        .certificate()
        .inUseBy();
  }

  private static void assertRefused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(ApiError.class, error -> assertThat(error.code()).isEqualTo(code));
  }

  @Test
  void shouldTakeOnlyCertificatesOfTheRegionThatAreIssued() {
    // Given
    String waiting = pending();

    // Then
    assertRefused("UnsupportedCertificate", () -> https(waiting));
    assertRefused("CertificateNotFound", () -> https(issued.replace("us-east-1", "eu-central-1")));
    assertRefused("ValidationError", () -> https("certificate"));
    assertRefused("ValidationError", () -> https());
    assertRefused("ValidationError", () -> https(issued, OF_IAM));

    // When
    world.pass(Duration.ofMinutes(10));

    // Then
    assertThat(https(waiting).certificates()).containsExactly(certificate(waiting));
  }

  @Test
  void shouldTakeServerCertificatesOfIamAsTheyAre() {
    // Then
    assertThat(https(OF_IAM).certificates()).containsExactly(certificate(OF_IAM));
  }

  @Test
  void shouldRefuseACertificateWhenTheListenerIsNotEncrypted() {
    // Given
    String plain = world.listener(front, 80, ProtocolEnum.HTTP, forward(group));

    // Then
    assertRefused("ValidationError", () -> add(plain, issued));
    assertThat(certificates(plain)).isEmpty();
  }

  @Test
  void shouldShowTheDefaultOneAndTheListWhenCertificatesAreAdded() {
    // Given
    String listener = https(issued).listenerArn();
    String other = world.acm().provideCertificate("shop.example");

    // When
    add(listener, other, issued);
    add(listener, other);

    // Then
    assertThat(certificates(listener))
        .containsExactly(
            Certificate.builder().certificateArn(issued).isDefault(true).build(),
            Certificate.builder().certificateArn(other).isDefault(false).build(),
            Certificate.builder().certificateArn(issued).isDefault(false).build());

    // When
    remove(listener, issued);
    remove(listener, other);
    remove(listener, other);

    // Then
    assertThat(certificates(listener)).extracting(Certificate::isDefault).containsExactly(true);
    assertRefused("OperationNotPermitted", () -> remove(listener, issued));
    assertRefused("UnsupportedCertificate", () -> add(listener, pending()));
  }

  @Test
  void shouldRefuseMoreThanAListCanHold() {
    // Given
    String listener = https(issued).listenerArn();
    String[] many =
        IntStream.range(0, 25)
            .mapToObj(each -> world.acm().provideCertificate("a%d.example".formatted(each)))
            .toArray(String[]::new);
    add(listener, many);

    // Then
    assertRefused("TooManyCertificates", () -> add(listener, issued));
  }

  @Test
  void shouldKeepACertificateFromDeletionWhileAListenerPresentsIt() {
    // Given
    String listener = https(OF_IAM).listenerArn();
    add(listener, issued);

    // Then
    assertThat(users(issued)).containsExactly(front);
    assertThat(world.acm().service().listCertificates().certificateSummaryList())
        .extracting(CertificateSummary::inUse)
        .containsExactly(true);
    assertRefused(
        "ResourceInUseException",
        () -> world.acm().service().deleteCertificate(request -> request.certificateArn(issued)));

    // When
    world.elb().deleteListener(request -> request.listenerArn(listener));
    world.acm().service().deleteCertificate(request -> request.certificateArn(issued));

    // Then
    assertThat(world.acm().certificates().exists(issued)).isFalse();
  }

  @Test
  void shouldForgetCertificatesWhenAListenerIsNoLongerEncrypted() {
    // Given
    String listener = https(OF_IAM).listenerArn();
    add(listener, issued);

    // When
    world
        .elb()
        .modifyListener(request -> request.listenerArn(listener).protocol(ProtocolEnum.HTTP));

    // Then
    assertThat(users(issued)).isEmpty();
    assertThat(certificates(listener)).isEmpty();
  }
}
