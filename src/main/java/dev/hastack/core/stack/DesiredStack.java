package dev.hastack.core.stack;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The graph of resources a stack should have, in an order in which each comes after what it depends
 * on; ties by id, so that the same spec always gives the same order.
 */
public record DesiredStack(StackId id, List<DesiredResource> resources) {

  public DesiredStack {
    resources = sorted(resources);
  }

  /** What a stack that is being deleted should have. */
  public static DesiredStack empty(StackId id) {
    return new DesiredStack(id, List.of());
  }

  public Optional<DesiredResource> find(ResourceId resource) {
    return resources.stream().filter(each -> each.id().equals(resource)).findFirst();
  }

  private static List<DesiredResource> sorted(List<DesiredResource> resources) {
    Map<ResourceId, DesiredResource> byId = new TreeMap<>();
    for (DesiredResource resource : resources) {
      if (byId.put(resource.id(), resource) != null) {
        throw new IllegalArgumentException("twice in one stack: " + resource.id());
      }
    }
    var order = new ArrayList<DesiredResource>();
    var done = new LinkedHashSet<ResourceId>();
    for (DesiredResource resource : byId.values()) {
      visit(resource, byId, done, new LinkedHashSet<>(), order);
    }
    return List.copyOf(order);
  }

  private static void visit(
      DesiredResource resource,
      Map<ResourceId, DesiredResource> byId,
      Set<ResourceId> done,
      Set<ResourceId> path,
      List<DesiredResource> order) {
    if (done.contains(resource.id())) {
      return;
    }
    if (!path.add(resource.id())) {
      throw new IllegalArgumentException("resources depend on each other in a circle: " + path);
    }
    for (ResourceId needed : resource.dependsOn()) {
      DesiredResource dependency = byId.get(needed);
      if (dependency == null) {
        throw new IllegalArgumentException(
            resource.id() + " needs " + needed + ", which is not there");
      }
      visit(dependency, byId, done, path, order);
    }
    done.add(resource.id());
    order.add(resource);
  }
}
