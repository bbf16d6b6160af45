package dev.hastack.testing;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a suite's tests their {@link Golden}, and looks afterwards whether any file was left. */
final class GoldenExtension implements ParameterResolver, AfterAllCallback {
  private static final Namespace NAMESPACE = Namespace.create(GoldenExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType().equals(Golden.class);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return golden(context);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    List<Path> unused = golden(context).unused();
    if (!unused.isEmpty()) {
      throw new AssertionError(
          "no test read these golden files; remove them, or the reason why they are not read: "
              + unused);
    }
  }

  private static Golden golden(ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            test, key -> Golden.of(test.getAnnotation(GoldenSuite.class).value()), Golden.class);
  }
}
