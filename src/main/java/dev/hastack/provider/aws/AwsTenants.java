package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.AWSAccount;
import dev.hastack.api.v1alpha1.AwsSpec;
import dev.hastack.api.v1alpha1.HAStack;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.outcome.Outcome;
import dev.hastack.core.plan.Change;
import dev.hastack.core.plan.Plan;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.ObservedStack;
import dev.hastack.core.stack.Place;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.StackId;
import dev.hastack.core.stack.Value;
import dev.hastack.core.status.StatusProjector;
import dev.hastack.core.tenancy.Allowance;
import dev.hastack.core.tenancy.Named;
import dev.hastack.provider.CloudProvider;
import dev.hastack.provider.Discovery;
import dev.hastack.provider.Located;
import dev.hastack.provider.aws.LentAccounts.Lookup;
import dev.hastack.provider.aws.blueprint.AwsBlueprint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Image;

/**
 * AWS for the stacks of many tenants: each with the credentials of the account it refers to, and
 * none that names what it may not. {@link #locate}, with which every pass begins, decides both,
 * before AWS is asked for anything; {@link Allowance} says what becomes of a stack that is refused.
 */
public final class AwsTenants implements CloudProvider<AwsFacts> {

  /** The failure code of a stack that refers to an AWSAccount that there is not. */
  static final String NO_ACCOUNT = "AccountNotFound";

  private static final String ACCOUNT_REF = "spec.aws.accountRef.name";

  /** What one set of credentials reaches. */
  private record Seat(AwsRegions regions, AwsDiscovery discovery, AwsProvider provider) {}

  /** Whether a stack may be served, and how. */
  private sealed interface Admission {
    /**
     * @param accountId where it must be; empty where nobody said
     */
    record Admitted(Seat seat, Optional<String> accountId) implements Admission {}

    record Refused(Failure why) implements Admission {}
  }

  private final AwsClients clients;
  private final LentAccounts accounts;
  private final UserDataObjects objects;
  private final Allowance ownAllowance;
  private final InstantSource clock;
  private final Interruptions interruptions;
  private final Seat own;
  private final AccountRoles roles;
  private final Map<AwsRole, Seat> seats = new ConcurrentHashMap<>();

  /** Where each stack's latest pass found it to be; what that pass does, it does there. */
  private final Map<StackName, Seat> seated = new ConcurrentHashMap<>();

  private record StackName(String namespace, String name) {}

  /**
   * @param clients with the operator's own credentials
   * @param objects that stacks may have their user data in
   * @param ownAllowance what stacks may that refer to no account
   * @param interruptions what signals told; losing them costs time, never correctness
   */
  public AwsTenants(
      AwsClients clients,
      LentAccounts accounts,
      UserDataObjects objects,
      Allowance ownAllowance,
      InstantSource clock,
      Interruptions interruptions) {
    this.clients = clients;
    this.accounts = accounts;
    this.objects = objects;
    this.ownAllowance = ownAllowance;
    this.clock = clock;
    this.interruptions = interruptions;
    this.own = seat(clients);
    this.roles = new AccountRoles(accounts, own.discovery());
  }

  @Override
  public String name() {
    return "aws";
  }

  @Override
  public int blueprintVersion() {
    return AwsBlueprint.VERSION;
  }

  @Override
  public Located locate(HAStack stack) {
    Admission admission = admission(stack);
    if (admission instanceof Admission.Admitted admitted) {
      seated.put(nameOf(stack), admitted.seat());
    }
    return located(stack, admission);
  }

  /** The same for whoever has no pass. */
  public Located whereabouts(HAStack stack) {
    return located(stack, admission(stack));
  }

  private static Located located(HAStack stack, Admission admission) {
    return switch (admission) {
      case Admission.Refused refused -> new Located.Unknown(refused.why());
      case Admission.Admitted admitted ->
          checked(admitted.seat().provider().locate(stack), admitted.accountId());
    };
  }

  /** The account that an AWSAccount's credentials reach, or why they do not reach its own. */
  public Located locate(AWSAccount account, String region) {
    Located located;
    try {
      located = new Located.At(new Place(seat(account).discovery().accountId(region), region));
    } catch (AwsCallException failed) {
      located = new Located.Unknown(failed.failure());
    }
    return checked(located, Optional.of(account.getSpec().accountId()));
  }

  /**
   * What reaches an account: the operator's own credentials if they are of it, else those of the
   * first AWSAccount that has its id.
   */
  public AwsInternalStacks internal(Place place) {
    Seat seat = roles.isOwn(place) ? own : roles.to(place).map(this::seat).orElse(own);
    return new AwsInternalStacks(seat.regions(), seat.discovery());
  }

  /**
   * The same as one of several sets of clients. Asked anew for each call, since an AWSAccount may
   * get another role.
   *
   * @param with clients with the operator's own credentials, of whichever settings
   * @throws AwsCallException when nothing that is known reaches the place: another account, asked
   *     in its stead, would look empty
   */
  public RegionClients clients(AwsClients with, Place place) {
    AwsClients reaching = roles.isOwn(place) ? with : with.as(roles.lastKnownTo(place), clock);
    return reaching.in(place.region());
  }

  private Admission admission(HAStack stack) {
    AwsSpec aws = AwsProvider.spec(stack);
    if (aws.accountRef() == null) {
      return refusal(stack, ownAllowance)
          .<Admission>map(Admission.Refused::new)
          .orElseGet(() -> new Admission.Admitted(own, Optional.empty()));
    }
    String name = aws.accountRef().name();
    return switch (accounts.find(name)) {
      case Lookup.Unread<AWSAccount> unread -> new Admission.Refused(unread.why());
      case Lookup.Absent<AWSAccount> absent -> new Admission.Refused(noAccount(name));
      case Lookup.Found<AWSAccount> found ->
          refusal(stack, Allowances.of(found.value()))
              .<Admission>map(Admission.Refused::new)
              .orElseGet(
                  () ->
                      new Admission.Admitted(
                          seat(found.value()), Optional.of(found.value().getSpec().accountId())));
    };
  }

  private static Failure noAccount(String name) {
    return Failure.ofSpec(
        FailureKind.NOT_FOUND,
        NO_ACCOUNT,
        ("%s is %s, and there is no AWSAccount of that name; correct the name, or have the account"
                + " created")
            .formatted(ACCOUNT_REF, name));
  }

  private Optional<Failure> refusal(HAStack stack, Allowance allowance) {
    if (stack.getMetadata().getDeletionTimestamp() != null && wasAdmitted(stack)) {
      return Optional.empty();
    }
    AwsSpec aws = AwsProvider.spec(stack);
    String namespace = stack.getMetadata().getNamespace();
    Map<String, String> labels = Map.of();
    if (allowance.asksForLabels(namespace)) {
      switch (accounts.labels(namespace)) {
        case Lookup.Unread<Map<String, String>> unread -> {
          return Optional.of(unread.why());
        }
        case Lookup.Absent<Map<String, String>> absent -> {}
        case Lookup.Found<Map<String, String>> found -> labels = found.value();
      }
    }
    return allowance.refusal(namespace, labels, aws.region(), NamedThings.of(aws));
  }

  /** Only a pass that was admitted records where a stack lives. */
  private static boolean wasAdmitted(HAStack stack) {
    return stack.getStatus() != null && stack.getStatus().account() != null;
  }

  private static Located checked(Located located, Optional<String> accountId) {
    return located instanceof Located.At at
            && accountId.filter(wanted -> !wanted.equals(at.place().accountId())).isPresent()
        ? new Located.Unknown(
            new Failure(
                FailureKind.UNAUTHORIZED,
                "locate",
                StatusProjector.ACCOUNT_MISMATCH,
                ("the AWSAccount's spec.accountId is %s, and its credentials are for %s; nothing is"
                        + " read or written until they fit")
                    .formatted(accountId.orElseThrow(), at.place().accountId())))
        : located;
  }

  private Seat seat(AWSAccount account) {
    return AccountRoles.of(account).map(this::seat).orElse(own);
  }

  private Seat seat(AwsRole role) {
    return seats.computeIfAbsent(role, any -> seat(clients.as(role, clock)));
  }

  private Seat seat(AwsClients reaching) {
    var regions = new AwsRegions(reaching);
    var discovery = new AwsDiscovery(regions, clock, this::ownerRefusal, objects);
    return new Seat(regions, discovery, new AwsProvider(regions, discovery, interruptions));
  }

  private Optional<Failure> ownerRefusal(HAStack stack, String accountId, Image image) {
    AwsSpec aws = AwsProvider.spec(stack);
    Allowance allowance = ownAllowance;
    if (aws.accountRef() != null) {
      switch (accounts.find(aws.accountRef().name())) {
        case Lookup.Unread<AWSAccount> unread -> {
          return Optional.of(unread.why());
        }
        // Gone since the pass began.
        case Lookup.Absent<AWSAccount> absent -> {
          return Optional.of(noAccount(aws.accountRef().name()));
        }
        case Lookup.Found<AWSAccount> found -> allowance = Allowances.of(found.value());
      }
    }
    String owner = Objects.requireNonNullElse(image.ownerId(), "unknown");
    Stream<String> words =
        Stream.concat(
            Stream.ofNullable(image.imageOwnerAlias()),
            owner.equals(accountId) ? Stream.of("self") : Stream.empty());
    return allowance.refusal(
        new Named(
            NamedThings.IMAGE_OWNERS,
            "the owner of " + image.imageId() + ", the image of spec.aws.fleet.image,",
            owner),
        words.toList());
  }

  /** The provider of the pass under way, which {@link #locate} began. */
  private AwsProvider of(HAStack stack) {
    return Objects.requireNonNull(seated.get(nameOf(stack)), "a pass begins with locate")
        .provider();
  }

  private static StackName nameOf(HAStack stack) {
    return new StackName(stack.getMetadata().getNamespace(), stack.getMetadata().getName());
  }

  @Override
  public Discovery<AwsFacts> discover(StackId id, HAStack stack) {
    return of(stack).discover(id, stack);
  }

  @Override
  public DesiredStack design(StackId id, HAStack stack, AwsFacts facts, Instant now) {
    return of(stack).design(id, stack, facts, now);
  }

  @Override
  public ObservedStack observe(
      StackId id, HAStack stack, DesiredStack desired, Map<ResourceId, String> known) {
    return of(stack).observe(id, stack, desired, known);
  }

  @Override
  public Plan stage(HAStack stack, Plan plan, ObservedStack observed, Instant now) {
    return of(stack).stage(stack, plan, observed, now);
  }

  @Override
  public Optional<String> remedyForLoss(HAStack stack) {
    return DatabaseProtection.remedyForLoss(stack);
  }

  @Override
  public Outcome apply(
      StackId id,
      HAStack stack,
      Change change,
      Map<ResourceId, Map<String, Value>> outputs,
      Instant now) {
    return of(stack).apply(id, stack, change, outputs, now);
  }
}
