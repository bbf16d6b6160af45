package dev.hastack.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.provider.aws.FleetUnderTest.Pass;
import dev.hastack.provider.aws.resource.DbCluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.rds.model.DBCluster;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.Tag;

/** What the provider promises of a stack with a database. */
abstract class DatabaseProviderContract extends ProviderContract {
  /** Replacements for {@link #becomes}. */
  static final String[] UNPROTECTED = {
    "engine: aurora-postgresql", "deletionProtection: false\n      engine: aurora-postgresql"
  };

  private static final int MOST_PASSES = 30;

  @Override
  String manifest() {
    return Manifests.database(withoutDatabase(), account);
  }

  final String withoutDatabase() {
    return super.manifest();
  }

  /** Passes until nothing is left to do, letting time pass between them. */
  final void settle() {
    Pass pass = fleet.stagedPass();
    for (int count = 0; count < MOST_PASSES && !isSettled(pass); count++) {
      account.letTimePass();
      pass = fleet.stagedPass();
    }
    assertThat(pass.plan().effective()).as("left to do: %s", pass.outcomes()).isEmpty();
    assertThat(pass.plan().held()).isEmpty();
    account.letTimePass();
    fleet.stagedPass();
  }

  private static boolean isSettled(Pass pass) {
    return pass.plan().effective().isEmpty() && pass.plan().held().isEmpty();
  }

  /** The spec with parts of its text replaced, in pairs. */
  final void becomes(String... replacements) {
    String text = manifest();
    for (int at = 0; at < replacements.length; at += 2) {
      assertThat(text).contains(replacements[at]);
      text = text.replace(replacements[at], replacements[at + 1]);
    }
    fleet.becomes(Manifests.read(text));
  }

  final DBCluster cluster() {
    String name = AwsNames.dbCluster(fleet.id(), DbCluster.DB);
    return account
        .rds()
        .describeDBClusters(request -> request.dbClusterIdentifier(name))
        .dbClusters()
        .getFirst();
  }

  final List<DBInstance> members() {
    String name = AwsNames.dbCluster(fleet.id(), DbCluster.DB);
    return account.rds().describeDBInstances().dbInstances().stream()
        .filter(each -> name.equals(each.dbClusterIdentifier()))
        .toList();
  }

  final String writer() {
    return member(true);
  }

  final String reader() {
    return member(false);
  }

  private String member(boolean writer) {
    return cluster().dbClusterMembers().stream()
        .filter(each -> each.isClusterWriter() == writer)
        .findFirst()
        .orElseThrow()
        .dbInstanceIdentifier();
  }

  static Map<String, String> tags(List<Tag> list) {
    var tags = new TreeMap<String, String>();
    list.forEach(tag -> tags.put(tag.key(), tag.value()));
    return tags;
  }

  final void createForeignCluster(String name, List<Tag> tags) {
    account
        .rds()
        .createDBSubnetGroup(
            request ->
                request
                    .dbSubnetGroupName("theirs")
                    .dbSubnetGroupDescription("theirs")
                    .subnetIds(account.subnetIds()));
    account
        .rds()
        .createDBCluster(
            request ->
                request
                    .dbClusterIdentifier(name)
                    .engine("aurora-postgresql")
                    .dbSubnetGroupName("theirs")
                    .masterUsername("theirs")
                    .masterUserPassword("not-a-secret-1")
                    .tags(tags));
    account.letTimePass();
  }
}
