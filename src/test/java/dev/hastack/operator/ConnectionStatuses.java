package dev.hastack.operator;

import dev.hastack.api.v1alpha1.HAStackStatus;
import org.jspecify.annotations.Nullable;

/** What a pass says of a database that applications are to reach. */
final class ConnectionStatuses {
  static final String SECRET_ARN =
      "arn:aws:secretsmanager:eu-west-1:123456789012:secret:rds!cluster-0a1b2c3d-4e5f";

  private ConnectionStatuses() {}

  /** Without a database and without a load balancer. */
  static HAStackStatus empty() {
    return status(null, null);
  }

  static HAStackStatus ofDatabase(String host) {
    return status(
        database("aurora-postgresql 16.6", host, "reader." + host, SECRET_ARN, "shop"), null);
  }

  static HAStackStatus.Database database(
      @Nullable String engine,
      @Nullable String host,
      @Nullable String readerHost,
      @Nullable String secretArn,
      @Nullable String name) {
    return new HAStackStatus.Database(
        "available",
        null,
        engine,
        "0.5-16",
        host,
        readerHost,
        5432,
        name,
        "owner",
        secretArn,
        null,
        null,
        null,
        null);
  }

  static HAStackStatus status(HAStackStatus.@Nullable Database database, @Nullable String dnsName) {
    return new HAStackStatus(
        1L,
        null,
        null,
        null,
        null,
        null,
        null,
        dnsName == null ? null : new HAStackStatus.Traffic(null, dnsName, null, null, null),
        null,
        database,
        null,
        null,
        null);
  }
}
