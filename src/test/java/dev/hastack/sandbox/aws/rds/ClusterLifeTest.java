package dev.hastack.sandbox.aws.rds;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBCluster;

/** Clusters as they are made, shown, changed and given members. */
class ClusterLifeTest {
  private final Databases databases = new Databases();

  @Test
  void shouldBecomeAvailableWithItsDefaultsWhenCreated() {
    // Given
    databases.subnetGroup();

    // When
    databases.rds.createDBCluster(Databases.wanted("app").build());

    // Then
    DBCluster creating = databases.described("app");
    assertThat(creating.status()).isEqualTo("creating");
    assertThat(creating.dbClusterResourceId()).matches("cluster-[A-Z2-7]{26}");
    assertThat(creating.endpoint())
        .matches("app\\.cluster-[a-z0-9]{12}\\.us-east-1\\.rds\\.amazonaws\\.com");
    assertThat(creating.readerEndpoint()).contains("app.cluster-ro-");

    // When
    databases.settle();

    // Then
    DBCluster cluster = databases.described("app");
    assertThat(cluster.status()).isEqualTo("available");
    assertThat(cluster.allocatedStorage()).isEqualTo(1);
    assertThat(cluster.storageType()).isNull();
    assertThat(cluster.port()).isEqualTo(5432);
    assertThat(cluster.autoMinorVersionUpgrade()).isTrue();
    assertThat(cluster.backupRetentionPeriod()).isEqualTo(1);
    assertThat(cluster.kmsKeyId()).startsWith("arn:aws:kms:us-east-1:123456789012:key/");
    assertThat(cluster.masterUserSecret().secretStatus()).isEqualTo("active");
    assertThat(cluster.vpcSecurityGroups()).hasSize(1);
  }
}
