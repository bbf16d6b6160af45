package dev.hastack.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hastack.api.v1alpha1.AWSAccount;
import dev.hastack.api.v1alpha1.Condition;
import dev.hastack.core.outcome.ContinuationPolicy;
import dev.hastack.core.outcome.Failure;
import dev.hastack.core.outcome.FailureKind;
import dev.hastack.core.stack.DesiredStack;
import dev.hastack.core.stack.Place;
import dev.hastack.core.tenancy.Allowance;
import dev.hastack.engine.InternalStacks;
import dev.hastack.engine.PassResult;
import dev.hastack.engine.StackEngine;
import dev.hastack.provider.Fleets;
import dev.hastack.provider.Located;
import dev.hastack.provider.aws.Allowances;
import dev.hastack.provider.aws.AwsClientSettings;
import dev.hastack.provider.aws.AwsClients;
import dev.hastack.provider.aws.AwsFacts;
import dev.hastack.provider.aws.AwsTenants;
import dev.hastack.provider.aws.Interruptions;
import dev.hastack.provider.aws.LentAccounts;
import dev.hastack.provider.aws.UserDataObjects;
import dev.hastack.provider.aws.signal.AwsFleets;
import dev.hastack.sandbox.aws.front.Principal;
import dev.hastack.sandbox.aws.front.RecordedCall;
import dev.hastack.sandbox.aws.front.Role;
import dev.hastack.sandbox.aws.front.SimulationOptions;
import dev.hastack.sandbox.aws.wire.InProcessHttpClient;
import dev.hastack.sandbox.aws.wire.SimulatedRetries;
import dev.hastack.testing.LeastPrivilege;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** One operator, several accounts, and tenants who ask for more than they may. */
class TenancyTest {
  private static final String SHOP = "222233334444";
  private static final String LAB = "555566667777";
  private static final Duration UNREACHED = Duration.ofHours(1);
  private static final int MOST_PASSES = 60;

  private final VirtualCluster cluster = new VirtualCluster(SimulationOptions.calm(8));
  private final Lent lent = new Lent();
  private final AwsClients clients = clients();
  private final AwsTenants tenants = tenants(Allowances.everything());
  private final StackEngine<AwsFacts> engine = engine(tenants);

  @AfterEach
  void close() {
    clients.close();
    cluster.close();
  }

  @Test
  void shouldKeepEachStackInTheAccountItRefersTo() {
    // Given
    Outsider shop = account("shop", SHOP, "");
    Outsider lab = account("lab", LAB, "");
    KeptStack first = cluster.stack("storefront");
    KeptStack second = cluster.stack("bench");
    KeptStack third = cluster.stack("own");

    // When
    first.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    second.apply(referring(FleetManifest.web("bench", lab), "lab"));
    third.apply(FleetManifest.web("own", cluster.outsider()).text());
    settle(first);
    settle(second);
    settle(third);

    // Then
    assertThat(List.of(first, second, third))
        .allSatisfy(
            stack ->
                assertThat(condition(stack, "Ready").status()).isEqualTo(Condition.Status.True));
    assertThat(accountOf(first)).isEqualTo(SHOP);
    assertThat(accountOf(second)).isEqualTo(LAB);
    assertThat(shop.view().groups()).hasSize(1);
    assertThat(lab.view().groups()).hasSize(1);
    assertThat(cluster.outsider().view().groups()).hasSize(1);
    assertThat(shop.view().groups().getFirst().autoScalingGroupName()).startsWith("storefront-");
    assertThat(lab.view().groups().getFirst().autoScalingGroupName()).startsWith("bench-");
  }

  @Test
  void shouldHaveNewKeysBeforeTheOldExpire() {
    // Given
    Outsider shop = account("shop", SHOP, "");
    KeptStack stack = cluster.stack("storefront");
    stack.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    settle(stack);

    // When
    for (int hours = 0; hours < 3; hours++) {
      cluster.aws().time().advance(Duration.ofMinutes(57));
      pass(stack);
      assertThat(condition(stack, "Ready").status()).isEqualTo(Condition.Status.True);
    }

    // Then
    assertThat(cluster.aws().record().calls(call -> call.call().operation().equals("AssumeRole")))
        .hasSize(4);
  }

  @Test
  void shouldAskAwsNothingWhenTheStackNamesWhatItMayNot() {
    // Given
    Outsider shop = account("shop", SHOP, "", "instanceProfiles: [app-*]");
    KeptStack stack = cluster.stack("storefront");
    Instant then = cluster.now();

    // When
    stack.apply(
        referring(
            FleetManifest.web("storefront", shop)
                .with("      userData:", "      instanceProfile: admin\n      userData:"),
            "shop"));
    PassResult result = pass(stack);

    // Then
    assertThat(result.plan().isEmpty()).isTrue();
    assertThat(condition(stack, "Stalled").reason()).isEqualTo("NotAllowed");
    assertThat(condition(stack, "Stalled").message())
        .contains("spec.aws.fleet.instanceProfile is admin", "its spec.allow.instanceProfiles");
    assertThat(callsSince(then)).isEmpty();

    // When
    stack.delete(cluster.now());
    pass(stack);

    // Then
    assertThat(stack.exists()).isFalse();
    assertThat(callsSince(then)).filteredOn(RecordedCall::wrote).isEmpty();
  }

  @Test
  void shouldLeaveAloneWhatStandsWhenThePermissionIsLostAndStillTakeItDown() {
    // Given
    Outsider shop = account("shop", SHOP, "");
    KeptStack stack = cluster.stack("storefront");
    stack.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    settle(stack);
    lent.accounts.put("shop", awsAccount("shop", SHOP, "", "subnetIds: []"));
    Instant then = cluster.now();

    // When
    stack.apply(referring(FleetManifest.web("storefront", shop).with("max: 5", "max: 7"), "shop"));
    pass(stack);
    cluster.aws().time().advance(Duration.ofMinutes(5));
    pass(stack);

    // Then
    assertThat(condition(stack, "Stalled").reason()).isEqualTo("NotAllowed");
    assertThat(callsSince(then)).isEmpty();
    assertThat(shop.view().groups().getFirst().maxSize()).isEqualTo(5);
    assertThat(stack.object().getStatus().resources()).isNotEmpty();

    // When
    stack.delete(cluster.now());
    settle(stack);

    // Then
    assertThat(stack.exists()).isFalse();
    assertThat(shop.view().groups()).isEmpty();
  }

  @Test
  void shouldNotStartTheImageOfAnOwnerWhoIsNotAllowed() {
    // Given
    Outsider shop = account("shop", SHOP, "", "imageOwners: [self]");
    KeptStack stack = cluster.stack("storefront");

    // When
    stack.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    pass(stack);

    // Then
    assertThat(condition(stack, "Stalled").reason()).isEqualTo("NotAllowed");
    assertThat(condition(stack, "Stalled").message()).contains("its spec.allow.imageOwners");
    assertThat(shop.view().groups()).isEmpty();

    // When
    lent.accounts.put("shop", awsAccount("shop", SHOP, "", "imageOwners: [amazon]"));
    settle(stack);

    // Then
    assertThat(condition(stack, "Ready").status()).isEqualTo(Condition.Status.True);
  }

  @Test
  void shouldAdmitOnlyTheNamespacesThatAreNamedOrLabelled() {
    // Given
    Outsider shop = account("shop", SHOP, "");
    AWSAccount narrow = awsAccount("shop", SHOP, "");
    lent.accounts.put(
        "shop",
        read(
            Serialization.asYaml(narrow)
                .replace("matchNames:\n  - \"*\"", "matchLabels: {team: web}")
                .replace("matchNames:\n    - \"*\"", "matchLabels: {team: web}")));
    KeptStack stack = cluster.stack("storefront");

    // When
    stack.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    pass(stack);

    // Then
    assertThat(condition(stack, "Stalled").reason()).isEqualTo("NotAllowed");
    assertThat(condition(stack, "Stalled").message()).startsWith("the namespace is shop");

    // When
    lent.labels = Map.of("team", "web");
    settle(stack);

    // Then
    assertThat(condition(stack, "Ready").status()).isEqualTo(Condition.Status.True);
  }

  @Test
  void shouldPlanNothingWhenTheRoleCannotBeAssumed() {
    // Given
    Outsider shop = account("shop", SHOP, ", externalId: guess");
    // Not the user whose rights must always suffice.
    Principal operator = LeastPrivilege.operator(VirtualCluster.ACCOUNT, "cluster-1");
    cluster
        .aws()
        .keys()
        .issue(
            VirtualCluster.OPERATOR,
            Principal.user(VirtualCluster.ACCOUNT, "newcomer").with(operator.rights()));
    cluster
        .aws()
        .roles()
        .add(
            Role.of(SHOP, "operator", "arn:aws:iam::*:user/newcomer")
                .with(role(SHOP).rights())
                .askingFor("ticket"));
    KeptStack stack = cluster.stack("storefront");

    // When
    stack.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    PassResult result = pass(stack);

    // Then
    assertThat(result.plan().isEmpty()).isTrue();
    assertThat(condition(stack, "Stalled").reason()).isEqualTo("Unauthorized");
    assertThat(condition(stack, "Stalled").message())
        .contains("arn:aws:iam::" + SHOP + ":role/operator cannot be assumed", "externalId");
    assertThat(reached("shop")).isInstanceOf(Located.Unknown.class);

    // When
    lent.accounts.put("shop", awsAccount("shop", SHOP, ", externalId: ticket"));
    settle(stack);

    // Then
    assertThat(condition(stack, "Ready").status()).isEqualTo(Condition.Status.True);
    assertThat(reached("shop")).isEqualTo(new Located.At(new Place(SHOP, "us-east-1")));
  }

  @Test
  void shouldDoNothingInAnotherAccountThanTheObjectSays() {
    // Given
    Outsider shop = account("shop", SHOP, "");
    AWSAccount wrong = awsAccount("shop", SHOP, "");
    lent.accounts.put(
        "shop",
        read(Serialization.asYaml(wrong).replace("accountId: \"" + SHOP, "accountId: \"" + LAB)));
    KeptStack stack = cluster.stack("storefront");

    // When
    stack.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    pass(stack);

    // Then
    assertThat(condition(stack, "Stalled").reason()).isEqualTo("AccountMismatch");
    assertThat(condition(stack, "Stalled").message()).contains(SHOP, LAB);
    assertThat(shop.view().groups()).isEmpty();
  }

  @Test
  void shouldKeepAStackWhoseAccountIsGoneAndLetGoOneThatNeverBegan() {
    // Given
    Outsider shop = account("shop", SHOP, "");
    KeptStack stack = cluster.stack("storefront");
    stack.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    settle(stack);
    lent.accounts.clear();
    KeptStack misspelt = cluster.stack("misspelt");
    misspelt.apply(referring(FleetManifest.web("misspelt", shop), "shpo"));

    // When
    pass(misspelt);
    stack.delete(cluster.now());
    pass(stack);

    // Then
    assertThat(condition(misspelt, "Stalled").reason()).isEqualTo("NotFound");
    assertThat(condition(misspelt, "Stalled").message())
        .contains("spec.aws.accountRef.name is shpo");
    assertThat(stack.exists()).isTrue();
    assertThat(shop.view().groups()).hasSize(1);

    // When
    misspelt.delete(cluster.now());
    pass(misspelt);

    // Then
    assertThat(misspelt.exists()).isFalse();
  }

  @Test
  void shouldHoldStacksWithoutAnAccountToTheSettings() {
    // Given
    var settings =
        new Allowance(
            new Allowance.Lender("the operator's settings", "aws.ownCredentials."),
            List.of(),
            new Allowance.Namespaces(List.of(), Map.of()),
            Map.of());
    KeptStack stack = cluster.stack("storefront");
    stack.apply(FleetManifest.web("storefront", cluster.outsider()).text());
    Instant then = cluster.now();

    // When
    PassResult result =
        engine(tenants(settings))
            .pass(stack.id(), stack.object(), stack.revisions(Fate.none()), cluster.now());
    stack.record(result, cluster.now());

    // Then
    assertThat(condition(stack, "Stalled").reason()).isEqualTo("NotAllowed");
    assertThat(condition(stack, "Stalled").message()).contains("aws.ownCredentials.namespaces");
    assertThat(callsSince(then)).isEmpty();
  }

  @Test
  void shouldTouchNothingWhenTheAccountsCannotBeRead() {
    // Given
    Outsider shop = account("shop", SHOP, "");
    KeptStack stack = cluster.stack("storefront");
    stack.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    settle(stack);
    Instant then = cluster.now();

    // When
    lent.away = true;
    pass(stack);

    // Then
    assertThat(condition(stack, "Stalled").status()).isEqualTo(Condition.Status.False);
    assertThat(stack.object().getStatus().resources()).isNotEmpty();
    assertThat(callsSince(then)).isEmpty();
  }

  @Test
  void shouldHearOfServersInTheAccountTheyLiveIn() {
    // Given
    account("shop", SHOP, "");
    var place = new Place(SHOP, "us-east-1");
    var own = new InternalStacks(tenants.internal(place), new ContinuationPolicy(Life.RESYNC));

    // When
    for (int passes = 0; passes < 10; passes++) {
      own.pass("cluster-1", place, true, cluster.now());
    }

    // Then
    assertThat(tenants.internal(place).queueUrl(InternalStacks.id("cluster-1", place), place))
        .get()
        .asString()
        .contains("/" + SHOP + "/");
    assertThat(tenants.clients(clients, place).sts().getCallerIdentity().account()).isEqualTo(SHOP);
    assertThat(
            tenants
                .clients(clients, new Place(VirtualCluster.ACCOUNT, "us-east-1"))
                .sts()
                .getCallerIdentity()
                .account())
        .isEqualTo(VirtualCluster.ACCOUNT);
  }

  @Test
  void shouldAskAwsNothingForADeletedStackThatWasNeverAdmitted() {
    // Given
    Outsider shop = account("shop", SHOP, "", "subnetIds: []");
    KeptStack stack = cluster.stack("storefront");
    stack.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    pass(stack);
    Instant then = cluster.now();

    // When
    stack.delete(cluster.now());

    // Then
    assertThat(tenants.whereabouts(stack.object())).isInstanceOf(Located.Unknown.class);

    // When
    pass(stack);

    // Then
    assertThat(stack.exists()).isFalse();
    assertThat(callsSince(then)).isEmpty();
  }

  @Test
  void shouldNotMoveAPassUnderWayToTheOperatorsOwnAccountWhenTheNextIsRefused() {
    // Given
    Outsider shop = account("shop", SHOP, "");
    KeptStack stack = cluster.stack("storefront");
    stack.apply(referring(FleetManifest.web("storefront", shop), "shop"));
    tenants.locate(stack.object());
    cluster.aws().time().advance(Duration.ofMillis(1));
    Instant then = cluster.now();

    // When
    lent.away = true;
    tenants.locate(stack.object());
    tenants.observe(stack.id(), stack.object(), DesiredStack.empty(stack.id()), Map.of());

    // Then
    assertThat(callsSince(then))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.call().principalArn()).contains(SHOP));
  }

  @Test
  void shouldDrainByTheRoleThatTheAccountHasNow() {
    // Given
    account("shop", SHOP, ", externalId: former");
    var place = new Place(SHOP, "us-east-1");
    var fleets = new AwsFleets("cluster-1", () -> tenants.clients(clients, place), cluster::now);
    assertThat(fleets.memberships()).isInstanceOf(Fleets.Read.Seen.class);

    // When
    cluster.aws().roles().add(role(SHOP).askingFor("latter"));
    lent.accounts.put("shop", awsAccount("shop", SHOP, ", externalId: latter"));
    cluster.aws().time().advance(Duration.ofHours(2));

    // Then
    assertThat(fleets.memberships()).isInstanceOf(Fleets.Read.Seen.class);

    // When
    lent.unlisted = true;

    // Then
    assertThat(fleets.memberships()).isInstanceOf(Fleets.Read.Seen.class);
  }

  @Test
  void shouldNotTakeTheOperatorsOwnAccountForOneThatNoKnownRoleReaches() {
    // Given
    account("shop", SHOP, "");
    lent.unlisted = true;
    var fleets =
        new AwsFleets(
            "cluster-1",
            () -> tenants.clients(clients, new Place(SHOP, "us-east-1")),
            cluster::now);

    // Then
    assertThat(fleets.memberships()).isInstanceOf(Fleets.Read.Unread.class);
  }

  private Located reached(String name) {
    return tenants.locate(Objects.requireNonNull(lent.accounts.get(name)), "us-east-1");
  }

  private List<RecordedCall> callsSince(Instant then) {
    return cluster
        .aws()
        .record()
        .callsSince(then, call -> !call.call().principalArn().endsWith("outsider"));
  }

  private Outsider account(String name, String accountId, String roleFields, String... allow) {
    cluster.aws().roles().add(role(accountId));
    lent.accounts.put(name, awsAccount(name, accountId, roleFields, allow));
    return Outsider.of(cluster.aws(), accountId);
  }

  /** With exactly the rights that the operator says it needs. */
  private static Role role(String accountId) {
    return Role.of(accountId, "operator", "arn:aws:iam::*:user/operator")
        .with(LeastPrivilege.operator(accountId, "cluster-1").rights());
  }

  private static AWSAccount awsAccount(
      String name, String accountId, String roleFields, String... allow) {
    var lists = new HashMap<String, String>();
    for (String list :
        List.of("instanceProfiles", "subnetIds", "securityGroupIds", "imageOwners")) {
      lists.put(list, "[\"*\"]");
    }
    for (String list : allow) {
      lists.put(list.substring(0, list.indexOf(':')), list.substring(list.indexOf(':') + 1));
    }
    return read(
        """
        apiVersion: hastack.dev/v1alpha1
        kind: AWSAccount
        metadata: {name: %s, generation: 1}
        spec:
          accountId: "%s"
          role: {arn: "arn:aws:iam::%s:role/operator"%s}
          regions: [us-east-1]
          namespaces: {matchNames: ["*"]}
          allow: {%s}
        """
            .formatted(
                name,
                accountId,
                accountId,
                roleFields,
                String.join(
                    ", ",
                    lists.entrySet().stream()
                        .map(each -> each.getKey() + ": " + each.getValue())
                        .toList())));
  }

  private static AWSAccount read(String yaml) {
    return Serialization.unmarshal(yaml, AWSAccount.class);
  }

  private static String referring(FleetManifest manifest, String account) {
    return manifest
        .with("region: us-east-1", "region: us-east-1\n    accountRef: {name: " + account + "}")
        .text();
  }

  private PassResult pass(KeptStack stack) {
    PassResult result =
        engine.pass(stack.id(), stack.object(), stack.revisions(Fate.none()), cluster.now());
    stack.record(result, cluster.now().plus(result.continuation().after()));
    return result;
  }

  /** Passes until nothing is under way. */
  private void settle(KeptStack stack) {
    for (int passes = 0; passes < MOST_PASSES && stack.exists(); passes++) {
      PassResult result = pass(stack);
      if (result.plan().isEmpty()
          && result.outcomes().isEmpty()
          && result.continuation().after().equals(Life.RESYNC)) {
        // What comes next is later than what was, also where calls take no time.
        cluster.aws().time().advance(Duration.ofMillis(1));
        return;
      }
      cluster.aws().time().advance(result.continuation().after());
    }
    assertThat(stack.exists()).as(cluster.state()).isFalse();
  }

  private static String accountOf(KeptStack stack) {
    return Objects.requireNonNull(stack.object().getStatus().account()).accountId();
  }

  private static Condition condition(KeptStack stack, String type) {
    return Objects.requireNonNull(stack.object().getStatus().conditions()).stream()
        .filter(condition -> condition.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private AwsTenants tenants(Allowance own) {
    return new AwsTenants(
        clients, lent, UserDataObjects.NO_CLUSTER, own, cluster::now, Interruptions.NONE);
  }

  private static StackEngine<AwsFacts> engine(AwsTenants tenants) {
    return new StackEngine<>(tenants, new ContinuationPolicy(Life.RESYNC));
  }

  private AwsClients clients() {
    var jitter = new SplittableRandom(8);
    return new AwsClients(
        new AwsClientSettings(
            "test",
            new InProcessHttpClient(Wires.before(cluster.aws().backend())),
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(VirtualCluster.OPERATOR, "secret")),
            () ->
                SimulatedRetries.adaptive(
                    4, cluster::now, cluster.aws().time()::advance, jitter.split()),
            UNREACHED,
            UNREACHED),
        (service, operation, outcome, duration) -> {},
        () -> true);
  }

  /** What the API server has. */
  private static final class Lent implements LentAccounts {
    private final Map<String, AWSAccount> accounts = new HashMap<>();
    private Map<String, String> labels = Map.of();
    private boolean away;
    private boolean unlisted;

    @Override
    public Lookup<AWSAccount> find(String name) {
      if (away) {
        return new Lookup.Unread<>(
            new Failure(FailureKind.TRANSIENT, "get AWSAccount", "", "no answer"));
      }
      AWSAccount account = accounts.get(name);
      return account == null ? new Lookup.Absent<>() : new Lookup.Found<>(account);
    }

    @Override
    public List<AWSAccount> all() {
      return unlisted ? List.of() : List.copyOf(accounts.values());
    }

    @Override
    public Lookup<Map<String, String>> labels(String namespace) {
      return new Lookup.Found<>(labels);
    }
  }
}
