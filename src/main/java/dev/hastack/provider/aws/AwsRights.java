package dev.hastack.provider.aws;

import dev.hastack.provider.aws.gateway.GatewayRights;
import dev.hastack.provider.aws.inventory.InventoryRights;
import dev.hastack.provider.aws.rights.Declaration;
import dev.hastack.provider.aws.signal.SignalRights;
import java.util.List;
import java.util.stream.Stream;

/** All rights that the operator needs on AWS. */
public final class AwsRights {
  private static final List<Declaration> HERE =
      List.of(
          new Declaration(AssumedRole.class, AssumedRole.RIGHTS),
          new Declaration(DatabaseChecks.class, DatabaseChecks.RIGHTS),
          new Declaration(FrontChecks.class, FrontChecks.RIGHTS),
          new Declaration(ImageDiscovery.class, ImageDiscovery.RIGHTS),
          new Declaration(LogBucketCheck.class, LogBucketCheck.RIGHTS),
          new Declaration(SpecChecks.class, SpecChecks.RIGHTS),
          new Declaration(ZoneStates.class, ZoneStates.RIGHTS));

  private AwsRights() {}

  /** A declaration for each class that calls AWS. */
  public static List<Declaration> declared() {
    return Stream.of(
            HERE, GatewayRights.declared(), InventoryRights.declared(), SignalRights.declared())
        .flatMap(List::stream)
        .toList();
  }
}
