package dev.hastack.sandbox.aws.secretsmanager;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

/**
 * The service's operations as far as they are modelled: Secrets Manager API reference. The secrets
 * rotate by themselves ("Secrets managed by other AWS services", Secrets Manager user guide).
 */
record SecretsService(Store store, CurrentCall call) implements SecretsManagerClient {
  private static final int MOST_A_PAGE = 100;

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
    Secret secret = named(request.secretId(), call.readsAsOf());
    return DescribeSecretResponse.builder()
        .arn(secret.arn())
        .name(secret.name())
        .kmsKeyId(secret.kmsKeyId())
        .owningService(secret.owner())
        .rotationEnabled(true)
        .createdDate(secret.createdAt())
        .lastChangedDate(secret.changedAt())
        .tags(tags(secret))
        .build();
  }

  @Override
  public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
    Secret secret = named(request.secretId(), call.readsAsOf());
    return GetSecretValueResponse.builder()
        .arn(secret.arn())
        .name(secret.name())
        .versionId(versionId(secret))
        .versionStages("AWSCURRENT")
        .secretString(secret.value())
        .createdDate(secret.changedAt())
        .build();
  }

  @Override
  public ListSecretsResponse listSecrets(ListSecretsRequest request) {
    List<SecretListEntry> all =
        store.all(call.readsAsOf()).stream().map(SecretsService::entry).toList();
    Page<SecretListEntry> page =
        Page.of(
            all,
            request.nextToken(),
            call.pageSize(request.maxResults(), MOST_A_PAGE, MOST_A_PAGE),
            "InvalidNextTokenException");
    return ListSecretsResponse.builder()
        .secretList(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private Secret named(String arnOrName, Instant asOf) {
    call.concerns(String.valueOf(arnOrName));
    return store.named(String.valueOf(arnOrName), asOf);
  }

  private static String versionId(Secret secret) {
    String text = secret.arn() + " " + secret.version();
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static SecretListEntry entry(Secret secret) {
    return SecretListEntry.builder()
        .arn(secret.arn())
        .name(secret.name())
        .kmsKeyId(secret.kmsKeyId())
        .owningService(secret.owner())
        .rotationEnabled(true)
        .createdDate(secret.createdAt())
        .lastChangedDate(secret.changedAt())
        .tags(tags(secret))
        .build();
  }

  private static List<Tag> tags(Secret secret) {
    return secret.tags().entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
