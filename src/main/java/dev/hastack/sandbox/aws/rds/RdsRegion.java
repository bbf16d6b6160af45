package dev.hastack.sandbox.aws.rds;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Metrics;
import java.util.Map;
import software.amazon.awssdk.services.rds.RdsClient;

/** RDS in one region of one account. */
public final class RdsRegion {
  private final RdsParts parts;
  private final RdsService service;
  private final RdsIncidents incidents;

  public RdsRegion(Foundation foundation, Surroundings surroundings) {
    this(foundation, surroundings, RdsOptions.usual());
  }

  public RdsRegion(Foundation foundation, Surroundings surroundings, RdsOptions options) {
    this.parts = RdsParts.of(foundation, options, surroundings);
    this.service = new RdsService(parts);
    this.incidents = new RdsIncidents(foundation.time(), parts);
  }

  /** What answers RDS's operations. */
  public RdsClient service() {
    return service;
  }

  /** What befalls databases when somebody wants it, and what can be seen only from within. */
  public RdsIncidents incidents() {
    return incidents;
  }

  /** The tags of something, by its ARN, that count in authorisation by now. */
  public Map<String, String> countingTags(String arn) {
    return parts.store().countingTags(arn);
  }

  /** How much the account may have. */
  public Quotas quotas() {
    return parts.quotas();
  }

  /** What the databases measure. */
  public Metrics metrics() {
    return new CapacityMetrics(parts.store(), parts.capacity());
  }
}
