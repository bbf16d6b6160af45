package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Events;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Instances;
import dev.hastack.sandbox.aws.world.Network;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ssm.SsmClient;

/** EC2 in one region of one account. */
public final class Ec2Region {
  private final Ec2Parts parts;
  private final Ec2Client service;
  private final SsmClient ssm;
  private final SpotMarket spotMarket;
  private final Mishaps mishaps;

  public Ec2Region(Foundation foundation) {
    this(foundation, Ec2Options.usual());
  }

  public Ec2Region(Foundation foundation, Ec2Options options) {
    this.parts = Ec2Parts.of(foundation, options);
    this.service = new Ec2Service(parts);
    this.ssm = new Parameters(foundation, parts.ground().images);
    this.spotMarket = new SpotMarket(parts);
    this.mishaps = new Mishaps(parts);
  }

  /** What answers EC2's operations. */
  public Ec2Client service() {
    return service;
  }

  /** What answers those of Systems Manager. */
  public SsmClient ssm() {
    return ssm;
  }

  /** The instances, as the rest of the world deals with them. */
  public Instances instances() {
    return parts.fleet();
  }

  /** From now on what befalls instances is announced there. */
  public void announceTo(Events events) {
    parts.fleet().listen(new InstanceEvents(parts.foundation(), events));
  }

  /** Subnets and security groups, as those deal with them that stand there. */
  public Network network() {
    return parts.ground().networkInterfaces;
  }

  /** The Spot pools, and who moves them. */
  public SpotMarket spotMarket() {
    return spotMarket;
  }

  /** What goes wrong with instances and zones when somebody wants it. */
  public Mishaps mishaps() {
    return mishaps;
  }

  /** Sees that an instance profile of this name exists. */
  public void provideInstanceProfile(String name) {
    parts.ground().profiles.provide(name);
  }

  /** The same for a key pair. */
  public void provideKeyPair(String name) {
    parts.ground().keyPairs.provide(name);
  }
}
