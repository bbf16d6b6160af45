package dev.hastack.provider.aws.rights;

/** A part of the policy that can be left out by who does not use that part of a stack. */
public enum Tier {
  /** Any stack. */
  CORE("Core"),

  /** Any stack: its servers. */
  FLEET("Fleet"),

  /** Stacks with a target group, a load balancer or rules on somebody's listener. */
  TRAFFIC("Traffic"),

  /** Stacks with a database. */
  DATABASE("Database"),

  /** Stacks whose servers are drained when Spot takes them back. */
  SIGNALS("Signals"),

  /** AWSAccounts that name a role. */
  ACCOUNTS("Accounts");

  private final String title;

  Tier(String title) {
    this.title = title;
  }

  /** What the {@code Sid} of each of its statements begins with. */
  public String title() {
    return title;
  }
}
