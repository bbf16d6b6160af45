package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Page;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.ArchitectureType;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypeOfferingsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeOffering;
import software.amazon.awssdk.services.ec2.model.LocationType;
import software.amazon.awssdk.services.ec2.model.RootDeviceType;
import software.amazon.awssdk.services.ec2.model.UsageClassType;
import software.amazon.awssdk.services.ec2.model.VirtualizationType;

/** DescribeInstanceTypes and DescribeInstanceTypeOfferings. */
final class TypeReads {
  private static final Selection<InstanceTypeInfo> TYPE_FILTERS =
      new Selection<InstanceTypeInfo>()
          .by("instance-type", InstanceTypeInfo::instanceTypeAsString)
          .by("bare-metal", info -> String.valueOf(info.bareMetal()))
          .by(
              "burstable-performance-supported",
              info -> String.valueOf(info.burstablePerformanceSupported()))
          .by("current-generation", info -> String.valueOf(info.currentGeneration()))
          .by("free-tier-eligible", info -> String.valueOf(info.freeTierEligible()))
          .by("hypervisor", InstanceTypeInfo::hypervisorAsString)
          .by("instance-storage-supported", info -> String.valueOf(info.instanceStorageSupported()))
          .by("memory-info.size-in-mib", info -> String.valueOf(info.memoryInfo().sizeInMiB()))
          .byAny(
              "processor-info.supported-architecture",
              info -> info.processorInfo().supportedArchitecturesAsStrings())
          .byAny("supported-root-device-type", InstanceTypeInfo::supportedRootDeviceTypesAsStrings)
          .byAny("supported-usage-class", InstanceTypeInfo::supportedUsageClassesAsStrings)
          .byAny(
              "supported-virtualization-type",
              InstanceTypeInfo::supportedVirtualizationTypesAsStrings)
          .by("vcpu-info.default-vcpus", info -> String.valueOf(info.vCpuInfo().defaultVCpus()));
  private static final Selection<InstanceTypeOffering> OFFERING_FILTERS =
      new Selection<InstanceTypeOffering>()
          .by("instance-type", InstanceTypeOffering::instanceTypeAsString)
          .by("location", InstanceTypeOffering::location);

  private final InstanceTypes types;
  private final Zones zones;
  private final Pages typePages;
  private final Pages offeringPages;
  private final String region;

  TypeReads(Foundation foundation, InstanceTypes types, Zones zones) {
    this.types = types;
    this.zones = zones;
    this.region = foundation.region();
    this.typePages = new Pages(foundation.call(), 5, 100);
    this.offeringPages = new Pages(foundation.call(), 5, 1000);
  }

  DescribeInstanceTypesResponse types(DescribeInstanceTypesRequest request) {
    List<String> asked = request.instanceTypesAsStrings();
    List<String> unknown =
        asked.stream().filter(name -> types.find(name).isEmpty()).sorted().toList();
    if (!unknown.isEmpty()) {
      throw new ApiError(
          "InvalidInstanceType",
          "The following supplied instance types do not exist: [%s]"
              .formatted(String.join(", ", unknown)));
    }
    Page<InstanceTypeInfo> page =
        typePages.of(
            TYPE_FILTERS.of(
                types.all().stream()
                    .filter(kind -> asked.isEmpty() || asked.contains(kind.name()))
                    .map(TypeReads::shown)
                    .toList(),
                request.filters()),
            request.maxResults(),
            request.nextToken());
    return DescribeInstanceTypesResponse.builder()
        .instanceTypes(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private static InstanceTypeInfo shown(InstanceKind kind) {
    return InstanceTypeInfo.builder()
        .instanceType(kind.name())
        .currentGeneration(kind.family().current())
        .freeTierEligible(kind.name().equals("t2.micro") || kind.name().equals("t3.micro"))
        .supportedUsageClasses(UsageClassType.ON_DEMAND, UsageClassType.SPOT)
        .supportedRootDeviceTypes(RootDeviceType.EBS)
        .supportedVirtualizationTypes(VirtualizationType.HVM)
        .bareMetal(false)
        .hypervisor(kind.family().hypervisor())
        .processorInfo(
            processor ->
                processor.supportedArchitectures(ArchitectureType.fromValue(kind.architecture())))
        .vCpuInfo(vcpus -> vcpus.defaultVCpus(kind.vcpus()))
        .memoryInfo(memory -> memory.sizeInMiB((long) kind.memoryMiB()))
        .instanceStorageSupported(false)
        .burstablePerformanceSupported(kind.family().isBurstable())
        .dedicatedHostsSupported(!kind.family().name().equals("t2"))
        .autoRecoverySupported(true)
        .build();
  }

  DescribeInstanceTypeOfferingsResponse offerings(DescribeInstanceTypeOfferingsRequest request) {
    LocationType by = request.locationType() == null ? LocationType.REGION : request.locationType();
    Page<InstanceTypeOffering> page =
        offeringPages.of(
            OFFERING_FILTERS.of(
                types.all().stream()
                    .flatMap(
                        kind -> locations(kind, by).stream().map(each -> offering(kind, by, each)))
                    .toList(),
                request.filters()),
            request.maxResults(),
            request.nextToken());
    return DescribeInstanceTypeOfferingsResponse.builder()
        .instanceTypeOfferings(page.items())
        .nextToken(page.nextToken())
        .build();
  }

  private List<String> locations(InstanceKind kind, LocationType by) {
    return switch (by) {
      case REGION -> List.of(region);
      case AVAILABILITY_ZONE -> types.zonesOf(kind);
      case AVAILABILITY_ZONE_ID -> types.zonesOf(kind).stream().map(zones::idOf).toList();
      case OUTPOST -> List.of();
      case UNKNOWN_TO_SDK_VERSION ->
          throw new ApiError("InvalidParameterValue", "The location type is invalid.");
    };
  }

  private static InstanceTypeOffering offering(
      InstanceKind kind, LocationType by, String location) {
    return InstanceTypeOffering.builder()
        .instanceType(kind.name())
        .locationType(by)
        .location(location)
        .build();
  }
}
