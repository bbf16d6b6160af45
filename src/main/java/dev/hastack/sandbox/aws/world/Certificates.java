package dev.hastack.sandbox.aws.world;

import java.time.Instant;
import java.util.SortedSet;

/** The certificates of one region of one account, as those deal with them that present them. */
public interface Certificates {

  /** Says who presents a certificate. */
  @FunctionalInterface
  interface Users {

    /** The ARNs of the resources that used it then. */
    SortedSet<String> of(String certificateArn, Instant asOf);
  }

  /** From now on these are asked. */
  void usedBy(Users users);

  boolean exists(String arn);

  /** Whether it can be presented: it exists, was issued, and is neither revoked nor out of date. */
  boolean isIssued(String arn);
}
