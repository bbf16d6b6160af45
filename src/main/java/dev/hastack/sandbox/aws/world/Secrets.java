package dev.hastack.sandbox.aws.world;

import java.util.Map;

/** The secrets of one region of one account, as services deal with them that keep some. */
public interface Secrets {

  /**
   * Makes a secret that belongs to a service.
   *
   * @param owner the service, for example {@code rds}
   * @param name for example {@code rds!cluster-…}
   * @param kmsKeyArn that encrypts it
   * @return its ARN
   */
  String keep(String owner, String name, String kmsKeyArn, String value, Map<String, String> tags);

  /** Gives a secret another value; nothing if it is gone. */
  void rotate(String arn, String value);

  /** Deletes a secret; nothing if it is gone. */
  void drop(String arn);
}
