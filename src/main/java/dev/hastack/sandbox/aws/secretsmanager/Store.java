package dev.hastack.sandbox.aws.secretsmanager;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Secrets;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** The secrets, each by its ARN. */
final class Store implements Secrets {
  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** "Secrets Manager adds six random characters to the end of the ARN" (CreateSecret). */
  private static final int SUFFIX = 6;

  private final Foundation foundation;
  private final Table<Secret> rows;

  Store(Foundation foundation) {
    this.foundation = foundation;
    this.rows = new Table<>(foundation.time());
  }

  @Override
  public String keep(
      String owner, String name, String kmsKeyArn, String value, Map<String, String> tags) {
    SplittableRandom random = foundation.chance().of("secret " + name);
    String suffix =
        random
            .ints(SUFFIX, 0, LETTERS.length())
            .mapToObj(index -> LETTERS.substring(index, index + 1))
            .collect(Collectors.joining());
    String arn = foundation.arn("secretsmanager", "secret:%s-%s".formatted(name, suffix));
    rows.put(arn, Secret.kept(arn, name, owner, kmsKeyArn, now(), value, tags));
    return arn;
  }

  @Override
  public void rotate(String arn, String value) {
    rows.get(arn).ifPresent(secret -> rows.put(arn, secret.rotated(value, now())));
  }

  @Override
  public void drop(String arn) {
    rows.remove(arn);
  }

  List<Secret> all(Instant asOf) {
    return rows.all(asOf);
  }

  /**
   * @throws ApiError if there was none of this ARN or name
   */
  Secret named(String arnOrName, Instant asOf) {
    return rows.all(asOf).stream()
        .filter(secret -> secret.arn().equals(arnOrName) || secret.name().equals(arnOrName))
        .findFirst()
        .orElseThrow(
            () ->
                new ApiError(
                    "ResourceNotFoundException",
                    "Secrets Manager can't find the specified secret."));
  }

  private Instant now() {
    return foundation.time().now().truncatedTo(ChronoUnit.MILLIS);
  }
}
