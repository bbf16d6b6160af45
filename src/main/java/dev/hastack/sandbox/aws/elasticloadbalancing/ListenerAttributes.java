package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.CurrentCall;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ListenerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ModifyListenerAttributesResponse;

/**
 * The attributes of listeners: ELBv2 API reference, ListenerAttribute. Of those that rename or
 * rewrite headers the commonest only.
 */
final class ListenerAttributes {
  static final String TCP_IDLE_TIMEOUT = "tcp.idle_timeout.seconds";

  private static final List<AttributeRule> OF_HTTP =
      List.of(
          AttributeRule.flag("routing.http.response.server.enabled", true),
          AttributeRule.text("routing.http.response.strict_transport_security.header_value", ""),
          AttributeRule.text("routing.http.response.content_security_policy.header_value", ""),
          AttributeRule.text("routing.http.response.x_content_type_options.header_value", ""),
          AttributeRule.text("routing.http.response.x_frame_options.header_value", ""));

  private static final List<AttributeRule> OF_TCP =
      List.of(AttributeRule.between(TCP_IDLE_TIMEOUT, 350, 60, 6000));

  private final Tables tables;
  private final CurrentCall call;

  ListenerAttributes(Tables tables, CurrentCall call) {
    this.tables = tables;
    this.call = call;
  }

  static SortedMap<String, String> defaults(String protocol) {
    return AttributeRule.defaults(rules(protocol));
  }

  DescribeListenerAttributesResponse describe(DescribeListenerAttributesRequest request) {
    call.concerns(request.listenerArn());
    ListenerRow row =
        tables
            .listeners()
            .get(request.listenerArn(), call.readsAsOf())
            .orElseThrow(Tables::noListener);
    return DescribeListenerAttributesResponse.builder().attributes(shown(row.attributes())).build();
  }

  ModifyListenerAttributesResponse modify(ModifyListenerAttributesRequest request) {
    call.concerns(request.listenerArn());
    ListenerRow row = tables.listener(request.listenerArn());
    var wanted = new TreeMap<String, String>();
    request.attributes().forEach(each -> wanted.put(each.key(), each.value()));
    String protocol = row.settings().protocolAsString();
    SortedMap<String, String> attributes =
        AttributeRule.changed(
            new AttributeRule.Owner(
                "Listener",
                "listeners with protocol '%s'".formatted(protocol),
                rules(protocol),
                Stream.concat(OF_HTTP.stream(), OF_TCP.stream()).toList()),
            row.attributes(),
            wanted);
    tables.listeners().put(row.arn(), row.withAttributes(attributes));
    return ModifyListenerAttributesResponse.builder().attributes(shown(attributes)).build();
  }

  private static List<AttributeRule> rules(String protocol) {
    if (protocol.startsWith("HTTP")) {
      return OF_HTTP;
    }
    return protocol.startsWith("TCP") ? OF_TCP : List.of();
  }

  private static List<ListenerAttribute> shown(Map<String, String> attributes) {
    return attributes.entrySet().stream()
        .map(each -> ListenerAttribute.builder().key(each.getKey()).value(each.getValue()))
        .map(ListenerAttribute.Builder::build)
        .toList();
  }
}
