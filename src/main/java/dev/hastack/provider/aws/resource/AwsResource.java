package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Attribute;
import dev.hastack.core.stack.ResourceSpec;

/** A resource of AWS, its attributes under AWS's member names. */
public interface AwsResource extends ResourceSpec {

  AttributeValues attributes();

  /** Declares the attribute of that name. */
  static <R extends AwsResource> Attribute<R> declare(String name) {
    return Attribute.of(name, resource -> resource.attributes().value(name));
  }
}
