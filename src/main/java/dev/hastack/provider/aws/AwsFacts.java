package dev.hastack.provider.aws;

import dev.hastack.core.plan.MissingPrerequisite;
import dev.hastack.core.stack.Place;
import dev.hastack.provider.Facts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the blueprint must know of the account.
 *
 * @param place where the stack lives
 * @param vpcId of all its subnets
 * @param zones of its subnets
 * @param imageId of the servers, behind the SSM parameter where the spec names one
 * @param rootDeviceName of the image, for example {@code /dev/xvda}
 * @param concerns what is not as it should be; nothing is designed from it
 * @param database what must be known of the database; empty where the spec has none
 * @param userData of the servers where another object holds it; empty where the spec names none
 */
public record AwsFacts(
    Place place,
    String vpcId,
    Zones zones,
    String imageId,
    String rootDeviceName,
    Concerns concerns,
    Optional<Database> database,
    Optional<UserData> userData)
    implements Facts {
  private static final int DIGEST_HEX_DIGITS = 16;

  /** Facts that are nothing to warn of. */
  public AwsFacts(Place place, String vpcId, Zones zones, String imageId, String rootDeviceName) {
    this(
        place,
        vpcId,
        zones,
        imageId,
        rootDeviceName,
        Concerns.NONE,
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What is not as it should be.
   *
   * @param warnings what a person should know
   * @param missing what single resources need and the account lacks
   */
  public record Concerns(List<String> warnings, List<MissingPrerequisite> missing) {
    public static final Concerns NONE = new Concerns(List.of(), List.of());

    public Concerns {
      warnings = List.copyOf(warnings);
      missing = List.copyOf(missing);
    }

    /** The same and one warning more. */
    public Concerns and(String warning) {
      return new Concerns(Stream.concat(warnings.stream(), Stream.of(warning)).toList(), missing);
    }
  }

  /**
   * What must be known of the database.
   *
   * @param zones in which members can be had, in their order
   * @param kmsKeyArn of the key that the spec names
   * @param slots the numbers of the members it is to have
   */
  public record Database(List<String> zones, Optional<String> kmsKeyArn, SortedSet<Integer> slots) {
    public Database {
      zones = List.copyOf(zones);
      slots = Collections.unmodifiableSortedSet(new TreeSet<>(slots));
    }
  }

  /** The same with a database. */
  public AwsFacts withDatabase(Database found) {
    return new AwsFacts(
        place, vpcId, zones, imageId, rootDeviceName, concerns, Optional.of(found), userData);
  }

  /** The same with other user data. */
  public AwsFacts withUserData(Optional<UserData> read) {
    return new AwsFacts(place, vpcId, zones, imageId, rootDeviceName, concerns, database, read);
  }

  /**
   * Where the subnets are.
   *
   * @param bySubnet the zone of each, by subnet id
   * @param impaired those that AWS says cannot serve now; only asked where it makes a difference
   */
  public record Zones(SortedMap<String, String> bySubnet, SortedSet<String> impaired) {

    public Zones {
      bySubnet = Collections.unmodifiableSortedMap(new TreeMap<>(bySubnet));
      impaired = Collections.unmodifiableSortedSet(new TreeSet<>(impaired));
    }

    /** Zones that are all well. */
    public static Zones of(Map<String, String> bySubnet) {
      return new Zones(new TreeMap<>(bySubnet), Collections.emptySortedSet());
    }

    /** The subnets of each zone, by zone. */
    public SortedMap<String, List<String>> subnets() {
      var subnets = new TreeMap<String, List<String>>();
      bySubnet.forEach(
          (subnet, zone) -> subnets.computeIfAbsent(zone, any -> new ArrayList<>()).add(subnet));
      return subnets;
    }
  }

  /** The same with other zones being impaired. */
  public AwsFacts withImpaired(Set<String> zonesNow) {
    return new AwsFacts(
        place,
        vpcId,
        new Zones(zones.bySubnet(), new TreeSet<>(zonesNow)),
        imageId,
        rootDeviceName,
        concerns,
        database,
        userData);
  }

  /** The same with other concerns. */
  public AwsFacts with(Concerns others) {
    return new AwsFacts(place, vpcId, zones, imageId, rootDeviceName, others, database, userData);
  }

  @Override
  public List<String> warnings() {
    return concerns.warnings();
  }

  @Override
  public List<MissingPrerequisite> missing() {
    return concerns.missing();
  }

  @Override
  public String referenced() {
    return userData.map(UserData::digest).orElse("");
  }

  @Override
  public String digest() {
    var parts = new ArrayList<>(List.of(vpcId, imageId, rootDeviceName));
    parts.addAll(zones.impaired());
    database.ifPresent(
        each -> {
          parts.addAll(each.zones());
          each.kmsKeyArn().ifPresent(parts::add);
        });
    return Sha256.hex(DIGEST_HEX_DIGITS, parts);
  }
}
