package dev.hastack.sandbox.aws.ec2;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** One version of a launch template; it never changes. */
record TemplateVersion(
    long number,
    @Nullable String description,
    Instant createdAt,
    String createdBy,
    ResponseLaunchTemplateData data) {}
