package dev.hastack.provider.aws.inventory;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;

/** The tags of what Elastic Load Balancing was asked about, by ARN. */
public record ElbTags(Map<String, SortedMap<String, String>> byArn) {

  public ElbTags {
    byArn = Map.copyOf(byArn);
  }

  /** Of one of them; none where it has none. */
  public SortedMap<String, String> of(String arn) {
    return byArn.getOrDefault(arn, Collections.emptySortedMap());
  }
}
