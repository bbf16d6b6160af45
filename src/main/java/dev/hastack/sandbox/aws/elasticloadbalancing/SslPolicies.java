package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Cipher;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeSslPoliciesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.SslPolicy;

/**
 * Some of AWS's security policies: "Security policies for your Application Load Balancer". Their
 * ciphers are the first few each.
 */
final class SslPolicies {
  /** What a listener gets that names none, by the API. */
  static final String STANDARD = "ELBSecurityPolicy-2016-08";

  private static final List<String> TLS_13 =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");
  private static final List<String> TLS_12 =
      List.of("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256");

  private static final List<SslPolicy> ALL =
      List.of(
          policy(STANDARD, "TLSv1", "TLSv1.1", "TLSv1.2"),
          policy("ELBSecurityPolicy-FS-1-2-Res-2020-10", "TLSv1.2"),
          policy("ELBSecurityPolicy-TLS-1-2-2017-01", "TLSv1.2"),
          policy("ELBSecurityPolicy-TLS-1-2-Ext-2018-06", "TLSv1.2"),
          policy("ELBSecurityPolicy-TLS13-1-2-2021-06", "TLSv1.2", "TLSv1.3"),
          policy("ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06", "TLSv1.2", "TLSv1.3"),
          policy("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", "TLSv1.2", "TLSv1.3"),
          policy("ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09", "TLSv1.2", "TLSv1.3"),
          policy("ELBSecurityPolicy-TLS13-1-3-2021-06", "TLSv1.3"));

  private SslPolicies() {}

  /**
   * @throws ApiError if there is no such policy
   */
  static String known(String name) {
    if (ALL.stream().noneMatch(policy -> policy.name().equals(name))) {
      throw new ApiError("SSLPolicyNotFound", "SSL policy '" + name + "' not found");
    }
    return name;
  }

  static DescribeSslPoliciesResponse describe(DescribeSslPoliciesRequest request) {
    request.names().forEach(SslPolicies::known);
    return DescribeSslPoliciesResponse.builder()
        .sslPolicies(
            ALL.stream()
                .filter(
                    policy -> request.names().isEmpty() || request.names().contains(policy.name()))
                .toList())
        .build();
  }

  private static SslPolicy policy(String name, String... protocols) {
    List<String> all = List.of(protocols);
    var ciphers = new ArrayList<String>();
    if (all.contains("TLSv1.3")) {
      ciphers.addAll(TLS_13);
    }
    if (all.contains("TLSv1.2")) {
      ciphers.addAll(TLS_12);
    }
    var numbered = new ArrayList<Cipher>();
    for (String cipher : ciphers) {
      numbered.add(Cipher.builder().name(cipher).priority(numbered.size() + 1).build());
    }
    return SslPolicy.builder()
        .name(name)
        .sslProtocols(all)
        .ciphers(numbered)
        .supportedLoadBalancerTypes("application", "network")
        .build();
  }
}
