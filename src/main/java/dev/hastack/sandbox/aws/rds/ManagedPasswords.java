package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Secrets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.MasterUserSecret;

/**
 * Passwords that RDS keeps in Secrets Manager: "Password management with Amazon Aurora and AWS
 * Secrets Manager", Aurora user guide, with the permissions that it lists. The secret goes with the
 * cluster.
 */
final class ManagedPasswords {
  private final Store store;
  private final Names names;
  private final Surroundings surroundings;
  private final RdsOptions options;
  private final CurrentCall call;

  ManagedPasswords(
      Store store, Names names, Surroundings surroundings, RdsOptions options, CurrentCall call) {
    this.store = store;
    this.names = names;
    this.surroundings = surroundings;
    this.options = options;
    this.call = call;
  }

  /** Requires what somebody needs who has one made; answers the key for it. */
  String allowed(@Nullable String kmsKeyId) {
    String secret = names.secretArn("new");
    call.require("secretsmanager:CreateSecret", secret);
    call.require("secretsmanager:TagResource", secret);
    if (kmsKeyId == null) {
      String arn = surroundings.keys().managedFor("secretsmanager").arn();
      call.require("kms:DescribeKey", arn);
      return arn;
    }
    return new ClusterChecks(surroundings, call).key(kmsKeyId);
  }

  /** Makes the secret; it is "creating" for a while, then "active". */
  ClusterRow attach(ClusterRow row, String kmsKeyArn) {
    DBCluster cluster = row.settings();
    Secrets secrets = surroundings.secrets();
    String arn =
        secrets.keep(
            "rds",
            Names.secret(names.nextUuid()),
            kmsKeyArn,
            value(cluster),
            Map.of(
                "aws:rds:primaryDBClusterArn",
                cluster.dbClusterArn(),
                "aws:secretsmanager:owningService",
                "rds"));
    MasterUserSecret secret =
        MasterUserSecret.builder()
            .secretArn(arn)
            .secretStatus("creating")
            .kmsKeyId(kmsKeyArn)
            .build();
    ClusterRow changed = row.with(each -> each.masterUserSecret(secret));
    store.soon(options.modification(), () -> activate(changed, arn));
    return changed;
  }

  private void activate(ClusterRow row, String secretArn) {
    store
        .same(row)
        .filter(now -> now.settings().masterUserSecret() != null)
        .filter(now -> now.settings().masterUserSecret().secretArn().equals(secretArn))
        .ifPresent(
            now ->
                store.put(
                    now.with(
                        each ->
                            each.masterUserSecret(
                                now.settings().masterUserSecret().toBuilder()
                                    .secretStatus("active")
                                    .build()))));
  }

  ClusterRow rotate(ClusterRow row) {
    MasterUserSecret secret = row.settings().masterUserSecret();
    if (secret == null) {
      throw Errors.wrongCombination(
          "You can't rotate the master user password of a cluster that does not manage it.");
    }
    surroundings.secrets().rotate(secret.secretArn(), value(row.settings()));
    return row;
  }

  ClusterRow detach(ClusterRow row) {
    MasterUserSecret secret = row.settings().masterUserSecret();
    if (secret != null) {
      surroundings.secrets().drop(secret.secretArn());
    }
    return row.with(each -> each.masterUserSecret((MasterUserSecret) null));
  }

  private String value(DBCluster cluster) {
    return "{\"username\":\"%s\",\"password\":\"%s\"}"
        .formatted(cluster.masterUsername(), names.nextUuid());
  }
}
