package dev.hastack.sandbox.aws.elasticloadbalancing;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.CurrentCall;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/** Shows rules, each listener's in the order in which they are tried, its default one last. */
record RuleQueries(Tables tables, CurrentCall call) {
  private static final int MOST_A_PAGE = 400;

  DescribeRulesResponse describe(DescribeRulesRequest request) {
    Instant asOf = call.readsAsOf();
    List<Rule> chosen =
        request.ruleArns().isEmpty() ? ofListener(request, asOf) : named(request.ruleArns(), asOf);
    Page<Rule> page =
        Page.of(
            chosen,
            request.marker(),
            call.pageSize(request.pageSize(), MOST_A_PAGE, MOST_A_PAGE),
            "ValidationError");
    return DescribeRulesResponse.builder().rules(page.items()).nextMarker(page.nextToken()).build();
  }

  private List<Rule> ofListener(DescribeRulesRequest request, Instant asOf) {
    if (request.listenerArn() == null) {
      throw new ApiError(
          "ValidationError", "You must specify either listener rule ARNs or a listener ARN");
    }
    call.concerns(request.listenerArn());
    return rules(
            tables.listeners().get(request.listenerArn(), asOf).orElseThrow(Tables::noListener),
            asOf)
        .toList();
  }

  private List<Rule> named(List<String> arns, Instant asOf) {
    arns.forEach(call::concerns);
    var wanted = new TreeSet<>(arns);
    List<Rule> chosen =
        tables.listeners().all(asOf).stream()
            .flatMap(listener -> rules(listener, asOf))
            .filter(rule -> wanted.contains(rule.ruleArn()))
            .toList();
    if (chosen.size() < wanted.size()) {
      throw Tables.noRule();
    }
    return chosen;
  }

  private Stream<Rule> rules(ListenerRow listener, Instant asOf) {
    return Stream.concat(
        Tables.rulesOf(listener.arn(), tables.rules().all(asOf)).stream().map(RuleRow::settings),
        Stream.of(DefaultRule.of(listener)));
  }
}
