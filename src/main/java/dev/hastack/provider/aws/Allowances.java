package dev.hastack.provider.aws;

import dev.hastack.api.v1alpha1.AWSAccount;
import dev.hastack.api.v1alpha1.AWSAccountSpec;
import dev.hastack.core.tenancy.Allowance;
import dev.hastack.core.tenancy.Glob;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The allowance that an AWSAccount is. Pure. */
public final class Allowances {
  private static final List<Glob> ANY = List.of(Glob.ANY);

  private Allowances() {}

  /** What an account allows; whatever its spec leaves out, it does not. */
  public static Allowance of(AWSAccount account) {
    return of(
        new Allowance.Lender("the AWSAccount " + account.getMetadata().getName(), "its spec."),
        account.getSpec());
  }

  /** The same from whoever lends. */
  public static Allowance of(Allowance.Lender lender, AWSAccountSpec spec) {
    AWSAccountSpec.Namespaces namespaces = spec.namespaces();
    return new Allowance(
        lender,
        globs(spec.regions()),
        namespaces == null
            ? new Allowance.Namespaces(List.of(), Map.of())
            : new Allowance.Namespaces(
                globs(namespaces.matchNames()),
                Objects.requireNonNullElse(namespaces.matchLabels(), Map.of())),
        lists(spec.allow()));
  }

  /** Everything to everybody: for whoever runs the operator for nobody else. */
  public static Allowance everything() {
    return new Allowance(
        new Allowance.Lender("the operator", ""),
        ANY,
        new Allowance.Namespaces(ANY, Map.of()),
        lists(
            new AWSAccountSpec.Allow(
                List.of("*"),
                List.of("*"),
                List.of("*"),
                List.of("*"),
                List.of("*"),
                List.of("*"),
                List.of("*"),
                List.of("*"),
                List.of("*"))));
  }

  /** Globs by the names of their lists. */
  private static Map<String, List<Glob>> lists(AWSAccountSpec.@Nullable Allow allow) {
    var lists = new HashMap<String, List<Glob>>();
    if (allow != null) {
      lists.put("instanceProfiles", globs(allow.instanceProfiles()));
      lists.put("subnetIds", globs(allow.subnetIds()));
      lists.put("securityGroupIds", globs(allow.securityGroupIds()));
      lists.put("keyNames", globs(allow.keyNames()));
      lists.put("kmsKeyIds", globs(allow.kmsKeyIds()));
      lists.put(NamedThings.IMAGE_OWNERS, globs(allow.imageOwners()));
      lists.put("ssmParameters", globs(allow.ssmParameters()));
      lists.put("certificateArns", globs(allow.certificateArns()));
      lists.put("snapshots", globs(allow.snapshots()));
    }
    return lists;
  }

  private static List<Glob> globs(@Nullable List<String> patterns) {
    return patterns == null ? List.of() : Glob.all(patterns);
  }
}
