package dev.sluice.it;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one {@link Stage}, opened at first use and closed with the whole test run. */
public final class StageExtension implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(StageExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Stage.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .computeIfAbsent(Stage.class, key -> open(), Stage.class);
  }

  private static Stage open() {
    try {
      return Stage.open();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException("the servers cannot be started", e);
    }
  }
}
