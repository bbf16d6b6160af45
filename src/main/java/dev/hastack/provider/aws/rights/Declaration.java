package dev.hastack.provider.aws.rights;

import java.util.List;

/** The rights that one class needs. */
public record Declaration(Class<?> declaredBy, List<AwsRight> rights) {
  public Declaration {
    rights = List.copyOf(rights);
  }
}
