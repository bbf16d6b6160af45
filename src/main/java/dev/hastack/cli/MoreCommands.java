package dev.hastack.cli;

import java.util.List;

/**
 * Commands that not every build has, found as a {@link java.util.ServiceLoader} finds services: a
 * checkout has the sandbox and its benchmarks, the image has not.
 */
public interface MoreCommands {
  /** Classes that picocli takes as commands. */
  List<Class<?>> commands();
}
