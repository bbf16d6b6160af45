package dev.hastack.sandbox.aws.front;

import dev.hastack.sandbox.aws.world.Chance;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.SimulatedTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkClient;

/**
 * The regions of all accounts, each built when it is first asked for.
 *
 * @param <R> what a region is made of
 */
final class Regions<R extends RegionalServices> {

  /**
   * A region and how it is called.
   *
   * @param since when it was built; no read can show it before that
   */
  record Region<R extends RegionalServices>(R services, Sts sts, CallInHand call, Instant since) {

    /**
     * A service.
     *
     * @throws UnsupportedOperationException if there is none of that name
     */
    SdkClient service(String signingName) {
      SdkClient service = signingName.equals("sts") ? sts : services.services().get(signingName);
      if (service == null) {
        throw new UnsupportedOperationException(
            "The service " + signingName + " is not modelled by this simulated AWS");
      }
      return service;
    }
  }

  private final SimulatedTime time;
  private final Chance chance;
  private final Function<Foundation, R> builder;
  private final Function<String, CallInHand> hands;
  private final Function<CallInHand, Sts> securityTokens;
  private final Map<String, Region<R>> built = new TreeMap<>();

  /**
   * @param hands makes what holds the call in hand, for an account
   */
  Regions(
      SimulatedTime time,
      Chance chance,
      Function<Foundation, R> builder,
      Function<String, CallInHand> hands,
      Function<CallInHand, Sts> securityTokens) {
    this.time = time;
    this.chance = chance;
    this.builder = builder;
    this.hands = hands;
    this.securityTokens = securityTokens;
  }

  Region<R> in(String accountId, String region) {
    return built.computeIfAbsent(accountId + " " + region, first -> build(accountId, region));
  }

  private Region<R> build(String accountId, String region) {
    CallInHand call = hands.apply(accountId);
    // Two accounts with equal ids in them would hide calls that go to the wrong one.
    var ownChance = new Chance(chance.of("region " + accountId + " " + region).nextLong());
    R services = builder.apply(new Foundation(time, ownChance, call, accountId, region));
    return new Region<>(services, securityTokens.apply(call), call, time.now());
  }
}
