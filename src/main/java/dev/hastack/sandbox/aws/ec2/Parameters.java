package dev.hastack.sandbox.aws.ec2;

import dev.hastack.sandbox.aws.world.ApiError;
import dev.hastack.sandbox.aws.world.Foundation;
import dev.hastack.sandbox.aws.world.Table;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.DeleteParameterRequest;
import software.amazon.awssdk.services.ssm.model.DeleteParameterResponse;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;
import software.amazon.awssdk.services.ssm.model.PutParameterResponse;

/**
 * Systems Manager's parameters, as far as images need them: Amazon's public ones and those that
 * somebody puts. Versions and labels of a parameter cannot be asked for.
 */
final class Parameters implements SsmClient {
  private static final Instant PUBLISHED = Instant.parse("2026-01-15T08:00:00Z");

  private final Foundation foundation;
  private final Table<Parameter> byName;

  Parameters(Foundation foundation, Images images) {
    this.foundation = foundation;
    this.byName = new Table<>(foundation.time());
    images
        .parameters()
        .forEach(
            (name, imageId) ->
                byName.put(
                    name,
                    Parameter.builder()
                        .name(name)
                        .arn("arn:aws:ssm:%s::parameter%s".formatted(foundation.region(), name))
                        .dataType("text")
                        .lastModifiedDate(PUBLISHED)
                        .type(ParameterType.STRING)
                        .value(imageId)
                        .version(1L)
                        .build()));
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public GetParameterResponse getParameter(GetParameterRequest request) {
    foundation.call().concerns(String.valueOf(request.name()));
    return Optional.ofNullable(request.name())
        .flatMap(name -> byName.get(name, foundation.call().readsAsOf()))
        .map(parameter -> GetParameterResponse.builder().parameter(parameter).build())
        .orElseThrow(() -> notFound(request.name()));
  }

  @Override
  public PutParameterResponse putParameter(PutParameterRequest request) {
    foundation.call().concerns(String.valueOf(request.name()));
    if (request.name() == null || request.value() == null) {
      throw new ApiError("ValidationException", "A parameter needs a name and a value.");
    }
    if (request.name().startsWith("/aws") || request.name().startsWith("aws")) {
      throw new ApiError(
          "ValidationException",
          "No access to reserved parameter name: %s.".formatted(request.name()));
    }
    Optional<Parameter> before = byName.get(request.name());
    if (before.isPresent() && !Boolean.TRUE.equals(request.overwrite())) {
      throw new ApiError(
          "ParameterAlreadyExists",
          "The parameter already exists. To overwrite this value, set the overwrite option in the"
              + " request to true.");
    }
    long version = before.map(Parameter::version).orElse(0L) + 1;
    byName.put(request.name(), parameter(request, version));
    return PutParameterResponse.builder().version(version).tier(ParameterTier.STANDARD).build();
  }

  private Parameter parameter(PutParameterRequest request, long version) {
    String path = request.name().startsWith("/") ? request.name() : "/" + request.name();
    return Parameter.builder()
        .name(request.name())
        .arn(foundation.arn("ssm", "parameter" + path))
        .dataType(request.dataType() == null ? "text" : request.dataType())
        .lastModifiedDate(foundation.time().now())
        .type(request.type() == null ? ParameterType.STRING : request.type())
        .value(request.value())
        .version(version)
        .build();
  }

  @Override
  public DeleteParameterResponse deleteParameter(DeleteParameterRequest request) {
    if (request.name() == null || byName.get(request.name()).isEmpty()) {
      throw notFound(request.name());
    }
    byName.remove(request.name());
    return DeleteParameterResponse.builder().build();
  }

  private static ApiError notFound(String name) {
    return new ApiError("ParameterNotFound", "Parameter %s not found.".formatted(name));
  }
}
