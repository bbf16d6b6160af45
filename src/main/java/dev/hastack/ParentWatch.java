package dev.hastack;

import dev.hastack.sandbox.process.ChildProcess;
import java.io.IOException;
import java.util.Map;

/**
 * Ends this JVM when whoever started it is gone. The sandbox asks for it by an environment variable
 * and holds the other end of standard input: that input ends however the sandbox ends, a kill
 * included.
 */
final class ParentWatch {
  private ParentWatch() {}

  static void startIfAsked(Map<String, String> environment) {
    if (environment.containsKey(ChildProcess.END_WITH_STDIN)) {
      Thread.ofPlatform().daemon().name("parent-watch").start(ParentWatch::exitAtEndOfInput);
    }
  }

  private static void exitAtEndOfInput() {
    try {
      while (System.in.read() != -1) {
        // Nobody sends anything; only the end matters.
      }
    } catch (IOException gone) {
      // An input that cannot be read has ended as well.
    }
    Runtime.getRuntime().halt(0);
  }
}
