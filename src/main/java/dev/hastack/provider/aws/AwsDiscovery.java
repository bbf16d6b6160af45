package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.FleetSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.StackId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * Learns what the blueprint must know, and whether the spec can be true at all. What was learnt is
 * kept for minutes, so that a stack at rest asks little; another spec or a refused write asks anew.
 */
public final class AwsDiscovery {
  private static final Duration ACCOUNT_KEPT = Duration.ofMinutes(1);
  private static final Duration FACTS_KEPT = Duration.ofMinutes(5);

  /** While something is missing, which a person may be about to put right. */
  private static final Duration LACKING_FACTS_KEPT = Duration.ofSeconds(15);

  private record KnownAccount(String accountId, String accessKeyId, Instant until) {}

  private record KnownFacts(
      AwsSpec spec,
      Optional<Long> generation,
      Optional<String> uid,
      AwsFacts facts,
      Image image,
      Instant until) {}

  private record Learnt(AwsFacts facts, Image image) {}

  /** Whose images a stack may start, which only the image itself tells. */
  @FunctionalInterface
  public interface ImageOwners {
    /** Anybody's. */
    ImageOwners ANY = (stack, accountId, image) -> Optional.empty();

    /**
     * Why a stack may not start an image; empty where it may.
     *
     * @param accountId of the account in which it would
     */
    Optional<Failure> refusal(HAStack stack, String accountId, Image image);
  }

  private final AwsRegions regions;
  private final InstantSource clock;
  private final ImageOwners owners;
  private final ImageDiscovery images;
  private final ZoneStates zoneStates;
  private final DatabaseDiscovery databases;
  private final ReferencedUserData userData;
  private final Map<String, KnownAccount> accounts = new ConcurrentHashMap<>();
  private final Map<StackId, KnownFacts> known = new ConcurrentHashMap<>();

  public AwsDiscovery(AwsRegions regions, InstantSource clock) {
    this(regions, clock, ImageOwners.ANY, UserDataObjects.NO_CLUSTER);
  }

  /**
   * @param owners asked in each pass, so that what is withdrawn is so at once
   * @param objects asked in each pass, so that what is changed is so at once
   */
  public AwsDiscovery(
      AwsRegions regions, InstantSource clock, ImageOwners owners, UserDataObjects objects) {
    this.regions = regions;
    this.clock = clock;
    this.owners = owners;
    this.images = new ImageDiscovery(regions, clock);
    this.zoneStates = new ZoneStates(regions, clock);
    this.databases = new DatabaseDiscovery(regions);
    this.userData = new ReferencedUserData(objects);
  }

  /** The account of the credentials in use. */
  public String accountId(String region) {
    Instant now = clock.instant();
    String accessKeyId = regions.accessKeyId(region);
    KnownAccount account = accounts.get(region);
    if (account == null
        || !account.accessKeyId().equals(accessKeyId)
        || !now.isBefore(account.until())) {
      account =
          new KnownAccount(
              regions.in(region).clients().sts().getCallerIdentity().account(),
              accessKeyId,
              now.plus(ACCOUNT_KEPT));
      accounts.put(region, account);
    }
    return account.accountId();
  }

  /**
   * The facts of a stack, learnt now or within the last minutes.
   *
   * @throws AwsCallException when something could not be learnt, or with {@code INVALID} or {@code
   *     NOT_FOUND} when what was learnt makes the spec impossible
   */
  public AwsFacts facts(StackId id, HAStack stack, AwsSpec aws) {
    Learnt learnt = kept(id, stack, aws);
    AwsFacts facts = learnt.facts().withUserData(userData.of(stack));
    owners
        .refusal(stack, facts.place().accountId(), learnt.image())
        .ifPresent(
            refusal -> {
              throw new AwsCallException(refusal);
            });
    if (aws.fleet().zoneLayout() == FleetSpec.ZoneLayout.OneGroupPerZone) {
      facts = zoneStates.in(facts);
    }
    Optional<AwsFacts.Database> database = facts.database();
    return database.isPresent()
        ? facts.withDatabase(databases.now(id, stack, aws, database.get()))
        : facts;
  }

  private Learnt kept(StackId id, HAStack stack, AwsSpec aws) {
    Instant now = clock.instant();
    Optional<Long> generation = Optional.ofNullable(stack.getMetadata().getGeneration());
    Optional<String> uid = Optional.ofNullable(stack.getMetadata().getUid());
    KnownFacts before = known.get(id);
    if (before != null
        && before.spec().equals(aws)
        && before.generation().equals(generation)
        && before.uid().equals(uid)
        && now.isBefore(before.until())) {
      return new Learnt(before.facts(), before.image());
    }
    Learnt learnt = learn(id, stack, aws);
    AwsFacts facts = learnt.facts();
    known.put(
        id,
        new KnownFacts(
            aws,
            generation,
            uid,
            facts,
            learnt.image(),
            now.plus(facts.missing().isEmpty() ? FACTS_KEPT : LACKING_FACTS_KEPT)));
    return learnt;
  }

  /** Drops what is kept of a stack, because AWS has just contradicted it. */
  public void forget(StackId id) {
    known.remove(id);
  }

  private Learnt learn(StackId id, HAStack stack, AwsSpec aws) {
    SpecChecks.userData(aws.fleet().userData());
    String accountId = accountId(aws.region());
    var checks = new SpecChecks(regions.in(aws.region()).clients());
    var subnets = checks.subnets(aws.network());
    String vpcId = subnets.getFirst().vpcId();
    var zones =
        AwsFacts.Zones.of(
            subnets.stream().collect(Collectors.toMap(Subnet::subnetId, Subnet::availabilityZone)));
    var serverGroups =
        checks.securityGroups(
            "spec.aws.network.securityGroupIds", aws.network().securityGroupIds(), vpcId);
    checks.keyPair(aws.fleet().keyName());
    Image image = images.image(id, stack, aws);
    checks.rootVolume(aws.fleet().rootVolume(), image);
    checks.instanceTypes(aws.fleet().instanceTypes(), image);
    var front =
        new FrontChecks(regions.in(aws.region()), checks, accountId).of(aws, subnets, serverGroups);
    var warnings = new ArrayList<>(front.warnings());
    Optional<DatabaseChecks.Learnt> database = databases.learn(id, accountId, aws, checks, subnets);
    var missing = new ArrayList<>(front.missing());
    database.ifPresent(learnt -> missing.addAll(learnt.missing()));
    warnings.addAll(FrontChecks.ofCapacity(aws, stack.getSpec().capacity().max()));
    warnings.addAll(SpecChecks.ofSpot(aws));
    return new Learnt(
        new AwsFacts(
            new Place(accountId, aws.region()),
            vpcId,
            zones,
            image.imageId(),
            image.rootDeviceName(),
            new AwsFacts.Concerns(warnings, missing),
            database.map(DatabaseChecks.Learnt::facts),
            Optional.empty()),
        image);
  }
}
