package dev.hastack.provider.aws.resource;

import dev.hastack.core.stack.Impact;
import dev.hastack.core.stack.ResourceId;
import dev.hastack.core.stack.Schema;
import java.util.List;
import java.util.Set;

/** The subnets in which the members of a database may stand. */
public record DbSubnetGroup(AttributeValues attributes) implements AwsResource {
  public static final String KIND = "DbSubnetGroup";

  /** The one that a stack has. */
  public static final ResourceId DB = new ResourceId(KIND, "db");

  public static final String DESCRIPTION = "DBSubnetGroupDescription";

  /** A set of subnet ids. */
  public static final String SUBNET_IDS = "SubnetIds";

  public static final String TAGS = "Tags";

  public static final String OUTPUT_NAME = "DBSubnetGroupName";

  public static final Schema<DbSubnetGroup> SCHEMA =
      new Schema<>(
          KIND,
          DbSubnetGroup.class,
          List.of(
              AwsResource.<DbSubnetGroup>declare(DESCRIPTION).impact(Impact.IGNORED),
              AwsResource.declare(SUBNET_IDS),
              AwsResource.<DbSubnetGroup>declare(TAGS).impact(Impact.IGNORED).byKey()),
          Schema.ReplaceOrder.CREATE_FIRST,
          false,
          Set.of());

  @Override
  public Schema<DbSubnetGroup> schema() {
    return SCHEMA;
  }
}
