package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.Condition;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rds.model.DBClusterSnapshot;

/** The other engine: its versions and its port are of another kind, and its life is the same. */
class DatabaseMySqlTest extends DatabaseScene {
  private static final String OLDER = "8.0.mysql_aurora.3.08.0";
  private static final String NEWER = "8.0.mysql_aurora.3.09.0";

  DatabaseMySqlTest() {
    super(69);
  }

  private FleetManifest mySql(String version) {
    return manifest
        .with("engine: aurora-postgresql", "engine: aurora-mysql")
        .with("\"16.6\"", '"' + version + '"');
  }

  private void assertServes(String version) {
    assertThat(database().engine()).isEqualTo("aurora-mysql");
    assertThat(database().engineVersion()).isEqualTo(version);
    assertThat(databases().instances())
        .hasSize(2)
        .allSatisfy(
            member -> {
              assertThat(member.engine()).isEqualTo("aurora-mysql");
              assertThat(member.engineVersion()).isEqualTo(version);
            });
    assertThat(shown().engineVersion()).isEqualTo("aurora-mysql " + version);
    assertThat(condition("Ready").status()).isEqualTo(Condition.Status.True);
  }

  @Test
  void shouldLiveFromItsCreationToItsLastSnapshot() {
    // When
    settled(immediately(mySql(OLDER)));

    // Then
    assertServes(OLDER);
    assertThat(shown().port()).isEqualTo(3306);
    assertThat(shown().databaseName()).isEqualTo("shop");
    assertThat(shown().masterUsername()).isEqualTo("shopkeeper");
    assertThat(shown().masterUserSecretArn()).startsWith("arn:aws:secretsmanager:");
    assertThat(shown().writerEndpoint()).isEqualTo(database().endpoint());
    assertThat(shown().readerEndpoint()).isEqualTo(database().readerEndpoint());

    // When
    Instant then = cluster.now();
    settled(immediately(mySql(NEWER)));

    // Then
    assertServes(NEWER);
    assertThat(writes(then)).containsExactly("ModifyDBCluster");

    // When
    stack.delete(cluster.now());
    cluster.settle(BOUND);

    // Then
    assertThat(stack.exists()).isFalse();
    assertThat(databases().clusters()).isEmpty();
    assertThat(databases().snapshots())
        .hasSize(2)
        .extracting(DBClusterSnapshot::engineVersion)
        .containsOnly(NEWER);
  }
}
