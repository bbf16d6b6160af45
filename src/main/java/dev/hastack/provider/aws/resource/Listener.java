package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.Schema;
import java.util.List;
import java.util.Set;

/**
 * A listener of a load balancer of ours: one port and what becomes of the requests that reach it.
 * Elastic Load Balancing API reference, CreateListener and ModifyListener.
 */
public record Listener(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "Listener";

  public static final String LOAD_BALANCER_ARN = "LoadBalancerArn";
  public static final String PORT = "Port";
  public static final String PROTOCOL = "Protocol";
  public static final String SSL_POLICY = "SslPolicy";

  /** A list: the default certificate first, then those chosen by host name, sorted. */
  public static final String CERTIFICATES = "Certificates";

  /** See {@link Actions}. */
  public static final String DEFAULT_ACTIONS = "DefaultActions";

  public static final String TAGS = "Tags";

  public static final String OUTPUT_ARN = "ListenerArn";

  /**
   * TLS 1.3 and 1.2 with forward secrecy, and key exchange that a quantum computer does not break
   * with clients that can do it: what AWS recommends (Application and Network Load Balancer user
   * guides, Security policies, Considerations).
   */
  public static final String RECOMMENDED_SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09";

  public static final Schema<Listener> SCHEMA =
      new Schema<>(
          KIND,
          Listener.class,
          List.of(
              AwsResource.<Listener>declare(LOAD_BALANCER_ARN)
                  .impact(Impact.REPLACE)
                  .renewing(OUTPUT_ARN),
              AwsResource.declare(PORT),
              AwsResource.<Listener>declare(PROTOCOL).impact(Impact.BREAKING),
              AwsResource.<Listener>declare(SSL_POLICY).asRemovable(),
              AwsResource.<Listener>declare(CERTIFICATES).asRemovable(),
              AwsResource.<Listener>declare(DEFAULT_ACTIONS).equivalentWhen(Actions::areSame),
              AwsResource.<Listener>declare(TAGS).impact(Impact.IGNORED).byKey()),
          Schema.ReplaceOrder.CREATE_FIRST,
          false,
          Set.of(LoadBalancer.KIND, TargetGroup.KIND));

  @Override
  public Schema<Listener> schema() {
    return SCHEMA;
  }
}
