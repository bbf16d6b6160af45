package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/** DescribeSpotPriceHistory. AWS keeps 90 days; here there is one, unless more is asked for. */
final class PriceReads {
  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final Duration KEPT_BY_AWS = Duration.ofDays(90);
  private static final String PRODUCT = "Linux/UNIX";

  private static final Selection<SpotPrice> FILTERS =
      new Selection<SpotPrice>()
          .by("availability-zone", SpotPrice::availabilityZone)
          .by("availability-zone-id", SpotPrice::availabilityZoneId)
          .by("instance-type", SpotPrice::instanceTypeAsString)
          .by("product-description", SpotPrice::productDescriptionAsString)
          .by("spot-price", SpotPrice::spotPrice)
          .by("timestamp", price -> price.timestamp().toString());

  private final Foundation foundation;
  private final InstanceTypes types;
  private final Pools pools;
  private final Pages pages;

  PriceReads(Foundation foundation, InstanceTypes types, Pools pools) {
    this.foundation = foundation;
    this.types = types;
    this.pools = pools;
    this.pages = new Pages(foundation.call(), 1, 1000);
  }

  /** Newest first, each change within the window and the price at its start. */
  DescribeSpotPriceHistoryResponse history(DescribeSpotPriceHistoryRequest request) {
    Instant now = foundation.call().readsAsOf();
    Instant to =
        request.endTime() == null || request.endTime().isAfter(now) ? now : request.endTime();
    Instant asked = request.startTime() == null ? now.minus(REMEMBERED) : request.startTime();
    Instant oldest = now.minus(KEPT_BY_AWS);
    Instant from = asked.isBefore(oldest) ? oldest : asked.isAfter(to) ? to : asked;
    List<SpotPrice> prices = new ArrayList<>();
    for (InstanceKind kind : types.all()) {
      for (String zone : types.zonesOf(kind)) {
        if (isAsked(request, kind, zone)) {
          prices.addAll(of(new SpotPool(kind.name(), zone), from, to));
        }
      }
    }
    prices.sort(Comparator.comparing(SpotPrice::timestamp).reversed());
    Page<SpotPrice> page =
        pages.of(FILTERS.of(prices, request.filters()), request.maxResults(), request.nextToken());
    return DescribeSpotPriceHistoryResponse.builder()
        .spotPriceHistory(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static boolean isAsked(
      DescribeSpotPriceHistoryRequest request, InstanceKind kind, String zone) {
    List<String> kinds = request.instanceTypesAsStrings();
    List<String> products = request.productDescriptions();
    return (kinds.isEmpty() || kinds.contains(kind.name()))
        && (request.availabilityZone() == null || request.availabilityZone().equals(zone))
        && (products.isEmpty()
            || products.contains(PRODUCT)
            || products.contains(PRODUCT + " (Amazon VPC)"));
  }

  private List<SpotPrice> of(SpotPool pool, Instant from, Instant to) {
    var prices = new ArrayList<SpotPrice>();
    double last = -1;
    for (Instant step : pools.priceSteps(pool, from, to)) {
      double price = pools.price(pool, step);
      if (price != last) {
        prices.add(
            SpotPrice.builder()
                .instanceType(pool.instanceType())
                .availabilityZone(pool.zone())
                .productDescription(PRODUCT)
                .spotPrice("%.6f".formatted(price))
                .timestamp(step)
                .build());
      }
      last = price;
    }
    return prices;
  }
}
