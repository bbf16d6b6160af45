package dev.hastack.provider.aws.signal;

import dev.hastack.provider.aws.rights.Declaration;
import java.util.List;

/** The rights that the classes of this package need. */
public final class SignalRights {
  private SignalRights() {}

  /** A declaration for each class that calls AWS. */
  public static List<Declaration> declared() {
    return List.of(
        new Declaration(AwsFleets.class, AwsFleets.RIGHTS),
        new Declaration(QueueDepth.class, QueueDepth.RIGHTS),
        new Declaration(SlowFacts.class, SlowFacts.RIGHTS),
        new Declaration(SqsFeed.class, SqsFeed.RIGHTS));
  }
}
