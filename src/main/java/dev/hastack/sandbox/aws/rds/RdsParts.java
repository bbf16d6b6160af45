package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Foundation;

/** The classes by subject that make up RDS in one region. */
record RdsParts(
    CurrentCall call,
    Store store,
    Quotas quotas,
    Capacity capacity,
    VersionReads versions,
    SubnetGroups subnetGroups,
    Snapshots snapshots,
    Clusters clusters,
    Instances instances) {

  /** What is done with clusters. */
  record Clusters(
      ClusterCreation creation,
      Restores restores,
      ClusterChanges changes,
      ClusterDeletion deletion,
      StopStart stopStart,
      Failovers failovers,
      Maintenance maintenance) {}

  /** What is done with their members. */
  record Instances(
      InstanceCreation creation, InstanceChanges changes, InstanceDeletion deletion, Logs logs) {}

  static RdsParts of(Foundation foundation, RdsOptions options, Surroundings surroundings) {
    var call = foundation.call();
    var store = new Store(foundation);
    var names = new Names(foundation);
    var quotas = new Quotas();
    var capacity = new Capacity(foundation.time(), store);
    var snapshots = new Snapshots(store, names, options, quotas, call);
    var failovers = new Failovers(store, options, capacity);
    var clusters =
        new Assembly(foundation, options, surroundings, store, names)
            .clusters(quotas, capacity, snapshots, failovers);
    var instances =
        new Instances(
            new InstanceCreation(
                store,
                names,
                options,
                quotas,
                new InstanceCreation.Beginnings(capacity, foundation.chance())),
            new InstanceChanges(foundation.time(), store, options, capacity),
            new InstanceDeletion(store, options, failovers, capacity),
            new Logs(store, capacity));
    return new RdsParts(
        call,
        store,
        quotas,
        capacity,
        new VersionReads(foundation),
        new SubnetGroups(store, names, surroundings.subnets(), quotas, call),
        snapshots,
        clusters,
        instances);
  }

  private record Assembly(
      Foundation foundation,
      RdsOptions options,
      Surroundings surroundings,
      Store store,
      Names names) {

    Clusters clusters(Quotas quotas, Capacity capacity, Snapshots snapshots, Failovers failovers) {
      var time = foundation.time();
      var checks = new ClusterChecks(surroundings, foundation.call());
      var passwords = new ManagedPasswords(store, names, surroundings, options, foundation.call());
      var works = new NewClusters.Works(options, new Backups(store, snapshots, time));
      var beginnings = new NewClusters(store, names, checks, quotas, works);
      var maintenance = new Maintenance(time, store, options, capacity);
      return new Clusters(
          new ClusterCreation(store, beginnings, checks, passwords, foundation.chance()),
          new Restores(store, beginnings, checks, foundation.chance()),
          new ClusterChanges(store, checks, passwords, maintenance, capacity),
          new ClusterDeletion(
              store,
              options,
              snapshots,
              checks,
              new ClusterDeletion.Ends(quotas, passwords, capacity)),
          new StopStart(time, store, options, capacity),
          failovers,
          maintenance);
    }
  }

  ClusterReads reads() {
    return new ClusterReads(store, call);
  }

  Tags tags() {
    return new Tags(store);
  }
}
