package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What is said when there are no credentials, by the SDK's own settings and files. */
class CheckedCredentialsTest {
  private static final List<String> SETTINGS =
      List.of(
          "aws.accessKeyId",
          "aws.secretAccessKey",
          "aws.webIdentityTokenFile",
          "aws.roleArn",
          "aws.profile",
          "aws.configFile",
          "aws.sharedCredentialsFile",
          "aws.disableEc2Metadata");

  private final Map<String, @Nullable String> before = new HashMap<>();

  @TempDir private Path directory;

  @BeforeEach
  void set() throws IOException {
    SETTINGS.forEach(name -> before.put(name, System.getProperty(name)));
    Path config = Files.writeString(directory.resolve("config"), "[default]\nregion = eu-west-1\n");
    System.setProperty("aws.configFile", config.toString());
    System.setProperty("aws.sharedCredentialsFile", directory.resolve("none").toString());
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void restore() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }

  private static final AwsCredentialsProvider NOTHING =
      () -> {
        throw SdkClientException.create("Unable to load credentials from any of the providers");
      };

  private static Failure failure(Supplier<List<CredentialsSource>> sources) {
    return catchThrowableOfType(
            AwsCallException.class,
            () -> new CheckedCredentials(NOTHING, sources, told -> {}).resolveCredentials())
        .failure();
  }

  private static Failure failure() {
    return failure(CredentialsSource::configured);
  }

  @Test
  void shouldSayHowToSetThemUpWhenNobodyDid() {
    // When
    Failure failure = failure(List::of);

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
    assertThat(failure.code()).isEqualTo("NoCredentials");
    assertThat(failure.message()).contains("no AWS credentials were found", "IRSA");
  }

  @Test
  void shouldTellEachTimeWhatCameOfIt() {
    // Given
    var told = new ArrayList<Optional<Failure>>();
    var answers =
        List.of(
                NOTHING,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAKEY", "secret")))
            .iterator();
    var checked =
        new CheckedCredentials(() -> answers.next().resolveCredentials(), List::of, told::add);

    // When
    Failure failure =
        catchThrowableOfType(AwsCallException.class, checked::resolveCredentials).failure();
    AwsCredentials had = checked.resolveCredentials();

    // Then
    assertThat(had.accessKeyId()).isEqualTo("AKIAKEY");
    assertThat(told).containsExactly(Optional.of(failure), Optional.empty());
  }

  /** As a Secret is mounted, and gets other keys. */
  @Test
  void shouldFindAFileThatComesLateAndItsOtherKeys() throws IOException {
    // Given
    Path file = directory.resolve("late");
    System.setProperty("aws.sharedCredentialsFile", file.toString());
    AwsCredentialsProvider chain = AwsClientSettings.ownCredentials();
    assertThatThrownBy(chain::resolveCredentials).isInstanceOf(SdkClientException.class);

    for (String key : List.of("AKIAFIRST", "AKIASECOND")) {
      // When
      Files.writeString(
          file, "[default]\naws_access_key_id = " + key + "\naws_secret_access_key = secret\n");

      // Then
      assertThat(chain.resolveCredentials().accessKeyId()).isEqualTo(key);
    }
  }

  @Test
  void shouldNotTakeProfileOfARegionForCredentials() {
    assertThat(CredentialsSource.configured())
        .extracting(CredentialsSource::name)
        .doesNotContain("the profile default");
  }

  @Test
  void shouldNameProfileThatDoesNotExist() {
    // Given
    System.setProperty("aws.profile", "nope");

    // When
    Failure failure = failure();

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
    assertThat(failure.code()).isEqualTo("UnusableCredentials");
    assertThat(failure.message())
        .contains("the profile nope", "contained no credentials for profile 'nope'")
        .doesNotContain("ProfileFile(");
  }

  @Test
  void shouldNameWhatAProfileLacksAndNothingThatItHas() throws IOException {
    // Given
    Path credentials =
        Files.writeString(
            directory.resolve("credentials"),
            "[half]\naws_access_key_id = AKIAKEY\naws_secret_key = swordfish\n");
    System.setProperty("aws.sharedCredentialsFile", credentials.toString());
    System.setProperty("aws.profile", "half");

    // When
    Failure failure = failure();

    // Then
    assertThat(failure.message())
        .contains("the profile half", "'aws_secret_access_key' was not configured")
        .doesNotContain("AKIAKEY", "swordfish");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sso_session = corp\nsso_account_id = 111111111111\nsso_role_name = operator",
        "sso_start_url = https://corp.example\nsso_region = eu-west-1\n"
            + "sso_account_id = 111111111111\nsso_role_name = operator",
        "login_session = arn:aws:sts::111111111111:assumed-role/operator/somebody"
      })
  void shouldUnderstandProfilesOfPeopleWhoSignIn(String profile) throws IOException {
    // Given
    Files.writeString(
        directory.resolve("config"),
        """
        [sso-session corp]
        sso_region = eu-west-1
        sso_start_url = https://corp.example
        [profile person]
        region = eu-west-1
        """
            + profile);
    System.setProperty("aws.profile", "person");

    // When: nobody has signed in on this machine
    Failure failure = failure();

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
    assertThat(failure.message()).contains("the profile person").doesNotContain("service module");
  }

  @Test
  void shouldNameTokenFileThatCannotBeRead() {
    // Given
    Path token = directory.resolve("token");
    System.setProperty("aws.webIdentityTokenFile", token.toString());
    System.setProperty("aws.roleArn", "arn:aws:iam::111111111111:role/operator");

    // When
    Failure failure = failure();

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
    assertThat(failure.message())
        .contains("AWS_WEB_IDENTITY_TOKEN_FILE " + token, "NoSuchFileException: " + token);
  }

  @Test
  void shouldNameKeyWithoutSecret() {
    // Given
    System.setProperty("aws.accessKeyId", "AKIAKEY");

    // When
    Failure failure = failure();

    // Then
    assertThat(failure.message())
        .contains("Secret key must be specified")
        .doesNotContain("AKIAKEY");
  }

  @Test
  void shouldSayWhatAwsRefusedWithoutWhatDiffersEachTime() {
    // Given
    AwsServiceException refused =
        AwsServiceException.builder()
            .statusCode(403)
            .requestId("1f2e")
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode("AccessDenied")
                    .errorMessage("Not authorized to perform sts:AssumeRoleWithWebIdentity")
                    .build())
            .build();

    // When
    Failure failure = failure(() -> List.of(failing(refused)));

    // Then
    assertThat(failure.kind()).isEqualTo(FailureKind.UNAUTHORIZED);
    assertThat(failure.message())
        .endsWith("AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity");
  }

  @Test
  void shouldPassByItselfWhenAwsCannotBeReached() {
    // Given
    RuntimeException unreachable =
        SdkClientException.create("no route", new IOException("no route"));

    // Then
    assertThat(failure(() -> List.of(failing(unreachable))).kind())
        .isEqualTo(FailureKind.TRANSIENT);
  }

  private static CredentialsSource failing(RuntimeException why) {
    return new CredentialsSource(
        "a test",
        () -> {
          throw why;
        });
  }
}
